"""Settings of one city's portal, read from the environment; safe for production by default."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from geoportal import env

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
CONTACTS_KEY = env.text("CONTACTS_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = PUBLIC_URL.startswith("https://")
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")

# The city: Shymkent is the default, every value may be set for another.
CITY_NAMES = {
    "kk": env.text("CITY_NAME_KK", "Шымкент"),
    "ru": env.text("CITY_NAME_RU", "Шымкент"),
    "en": env.text("CITY_NAME_EN", "Shymkent"),
}
# The portal's name where "ideas of CITY" needs the city's name in another case; empty: made from the city's name.
SITE_NAMES = {
    "kk": env.text("SITE_NAME_KK"),
    "ru": env.text("SITE_NAME_RU", "Идеи Шымкента" if CITY_NAMES["ru"] == "Шымкент" else ""),
    "en": env.text("SITE_NAME_EN"),
}
CITY_BBOX = env.bbox("CITY_BBOX", "69.3018,42.1086,69.9355,42.4795")
CITY_SRID = env.integer("CITY_SRID", 32642)
CITY_COUNTRY = env.country("CITY_COUNTRY", "KZ")
CITY_HELP_LINE = env.text("CITY_HELP_LINE", "109")
CITY_APPEALS_URL = env.text("CITY_APPEALS_URL", "https://eotinish.kz/")
CITY_BOUNDARY_CREDIT = env.text("CITY_BOUNDARY_CREDIT", "geokz, CC BY 4.0")
BASEMAP_URL = env.text("BASEMAP_URL")
BASEMAP_ATTRIBUTION = env.text("BASEMAP_ATTRIBUTION")
GTFS_REALTIME_URL = env.text("GTFS_REALTIME_URL")
GTFS_REALTIME_SOURCE = env.text("GTFS_REALTIME_SOURCE", "gtfs")
EMBED_ORIGINS = env.words("EMBED_ORIGINS", "*")
PROPOSE_WITHOUT_CODE = env.flag("PROPOSE_WITHOUT_CODE", default=True)
DEMO = env.flag("DEMO")

# How much one network (a mobile operator's may hold half a city), one sign and all together send before it is
# flagged for the staff, and before the disk must be kept: proposals in 10 minutes (from a sign in a day), reports of
# signs in a day.
PROPOSALS_FLAG_NETWORK = env.integer("PROPOSALS_FLAG_NETWORK", 40)
PROPOSALS_FLAG_SIGN = env.integer("PROPOSALS_FLAG_SIGN", 100)
PROPOSALS_FLAG_CITY = env.integer("PROPOSALS_FLAG_CITY", 400)
PROPOSALS_MAX_NETWORK = env.integer("PROPOSALS_MAX_NETWORK", 2000)
PROPOSALS_MAX_CITY = env.integer("PROPOSALS_MAX_CITY", 6000)
REPORTS_FLAG_NETWORK = env.integer("REPORTS_FLAG_NETWORK", 5)
REPORTS_MAX_NETWORK = env.integer("REPORTS_MAX_NETWORK", 1000)
REPORTS_MAX_CITY = env.integer("REPORTS_MAX_CITY", 5000)

INSTALLED_APPS = [
    "geoportal.apps.GeoportalConfig",
    "geoportal.staff",
    "districts",
    "stops.network",
    "stops.signs",
    "proposals",
    "proposals.heatmap",
    "proposals.residents",
    "proposals.review",
    "proposals.planning",
    "proposals.api",
    "proposals.demo",
    "proposals.seeding",
    "geoportal.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.gis",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "leaflet",
    "ninja",
    "pgtrigger",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "geoportal.head.HeadMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "geoportal.links.MendedLinks",
    "geoportal.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "geoportal.urls"
WSGI_APPLICATION = "geoportal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "geoportal.city.city",
                "geoportal.staff.context.staff",
            ],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL", "postgis://geoportal@127.0.0.1/geoportal")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Staff log in with allauth; axes slows guessing. Nobody registers here: accounts are made by administrators.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "geoportal.staff.accounts.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# The second step's guesses; the first step's are counted by axes (geoportal.staff.accounts).
ACCOUNT_RATE_LIMITS = {"login_failed": "8/15m/key", "reset_password": "10/15m/ip,3/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "review:after_login"
ACCOUNT_LOGOUT_REDIRECT_URL = "heatmap:map"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "geoportal.staff.accounts.guessing_network"
AXES_USERNAME_CALLABLE = "geoportal.staff.accounts.guessed_name"
AXES_LOCKOUT_TEMPLATE = "geoportal/locked_out.html"
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "geoportal.errors.csrf_failure"

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
# The portal's own texts, and before theirs those of packages that it says otherwise; the first wins.
LOCALE_PATHS = [BASE_DIR / "geoportal" / "locale", BASE_DIR / "geoportal" / "locale" / "packages"]
FORMAT_MODULE_PATH = ["geoportal.formats"]
TIME_ZONE = env.text("TIME_ZONE", "Asia/Almaty")
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "geoportal.storage.StaticStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["woff2", "png", "jpg", "gz", "br", "map", "pmtiles"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *env.words("BASEMAP_ORIGIN")],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LEAFLET_CONFIG = {
    "SPATIAL_EXTENT": CITY_BBOX,
    "TILES": [],
    "RESET_VIEW": False,
    "SCALE": None,
    "ATTRIBUTION_PREFIX": "",
    "FORCE_IMAGE_PATH": True,
}

EMAIL = env.email("EMAIL_URL", "console://")
MAIL_FOLDER = str(EMAIL.pop("MAIL_FOLDER"))
vars().update(EMAIL)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "no-reply@localhost")

# GDAL before 3.9 reads free-text spatial references unsafely (gis.W001); the portal accepts integer SRIDs only.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

# What was done is not kept: three jobs a minute follow the buses.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

# One handler and one form for every program and library, so that nothing private is written by any of them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet_jobs": {"()": "geoportal.private_logs.QuietJobs"}},
    "formatters": {
        "private": {
            "()": "geoportal.private_logs.PrivateFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "private", "filters": ["quiet_jobs"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own would mail errors to administrators, and print with the server for development.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "gunicorn.error": {"handlers": [], "propagate": True},
        "gunicorn.access": {"handlers": [], "propagate": True},
        "axes": {"level": "WARNING"},
        "psycopg": {"level": "WARNING"},
        "procrastinate.blueprints": {"level": "WARNING"},
        "procrastinate.periodic": {"level": "WARNING"},
    },
}

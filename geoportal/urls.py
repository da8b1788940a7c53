"""The portal's addresses."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from geoportal import for_programs, health, home

urlpatterns: list[URLPattern | URLResolver] = [
    # What a map asks for again and again is looked up first.
    path("api/v1/", include("proposals.api.json.urls")),
    path("tiles/", include("proposals.api.tiles.urls")),
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", for_programs.robots, name="robots"),
    path("favicon.ico", for_programs.favicon, name="favicon"),
    path("q/", include("stops.signs.code_urls")),
    path("", include("proposals.residents.scan_urls")),
    path("admin/", admin.site.urls),
]
if settings.DEBUG:
    from geoportal import kit

    urlpatterns.append(path("kit/", kit.kit, name="kit"))

if settings.DEMO:
    from proposals.demo.vehicles import demo_vehicles

    urlpatterns.append(path("demo/vehicles.pb", demo_vehicles, name="demo_vehicles"))

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    path("signs/", include("stops.signs.urls")),
    path("", include("proposals.heatmap.urls")),
    path("", include("proposals.residents.urls")),
    path("", include("proposals.review.urls")),
    path("planning/", include("proposals.planning.urls")),
)

handler400 = "geoportal.errors.bad_request"
handler403 = "geoportal.errors.forbidden"
handler404 = "geoportal.errors.not_found"
handler500 = "geoportal.errors.server_error"

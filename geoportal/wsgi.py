"""The WSGI entry point of the application server, which ends where the portal must not serve."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geoportal.settings")

application = get_wsgi_application()

from geoportal.serving import make_sure_it_may_serve  # noqa: E402  (needs the apps)

make_sure_it_may_serve()

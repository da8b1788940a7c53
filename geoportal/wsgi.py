"""The WSGI entry point of the application server, which ends where the portal must not serve."""

import os

from django.core.wsgi import get_wsgi_application

from geoportal.buffering import WholeRequests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geoportal.settings")

application = WholeRequests(get_wsgi_application())

from geoportal.serving import EXIT_REFUSED, make_sure_it_may_serve  # noqa: E402  (needs the apps)

try:
    make_sure_it_may_serve()
except SystemExit:
    # At once: a hook of the server may end its worker with another status, and it would start workers for ever.
    os._exit(EXIT_REFUSED)

"""The WSGI entry point of the application server."""

import os

from django.core.wsgi import get_wsgi_application

from geoportal.buffering import WholeRequests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geoportal.settings")

application = WholeRequests(get_wsgi_application())

"""The portal's addresses and the kit, which they have only with DEBUG."""

from django.urls import URLPattern, URLResolver, path

from geoportal.kit import kit
from geoportal.urls import handler400, handler403, handler404, handler500
from geoportal.urls import urlpatterns as portal_patterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [path("kit/", kit, name="kit"), *portal_patterns]

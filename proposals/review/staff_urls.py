"""Where staff arrive, in the namespace ``proposals``."""

from django.urls import URLPattern, path

from proposals.review.arrival import after_login, roles

urlpatterns: list[URLPattern] = [
    path("", roles, name="roles"),
    path("start/", after_login, name="after_login"),
]

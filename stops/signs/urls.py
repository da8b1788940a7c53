"""Addresses of the keepers' pages, in the namespace ``signs``; what has a name of its own stands before the codes."""

from django.urls import URLPattern, path

from stops.signs import acts
from stops.signs.install import install

app_name = "signs"

urlpatterns: list[URLPattern] = [
    path("<str:code>/", acts.detail, name="detail"),
    path("<str:code>/install/", install, name="install"),
    path("<str:code>/check/", acts.check, name="check"),
    path("<str:code>/replace/", acts.replace, name="replace"),
    path("<str:code>/move/", acts.move, name="move"),
    path("<str:code>/revoke/", acts.revoke, name="revoke"),
    path("<str:code>/photos/<int:event_id>/", acts.photo, name="photo"),
]

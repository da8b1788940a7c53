"""Addresses of the keepers' pages, in the namespace ``signs``; what has a name of its own stands before the codes."""

from django.urls import URLPattern, path

from stops.signs.desk import acts, making, page
from stops.signs.desk.install import install

app_name = "signs"

urlpatterns: list[URLPattern] = [
    path("", page.sign_list, name="list"),
    path("signs.csv", page.sign_csv, name="csv"),
    path("signs.geojson", page.sign_geojson, name="geojson"),
    path("create/", making.create, name="create"),
    path("print/", making.print_selected, name="print"),
    path("<str:code>/", acts.detail, name="detail"),
    path("<str:code>/install/", install, name="install"),
    path("<str:code>/check/", acts.check, name="check"),
    path("<str:code>/suspect/", acts.suspect, name="suspect"),
    path("<str:code>/replace/", acts.replace, name="replace"),
    path("<str:code>/move/", acts.move, name="move"),
    path("<str:code>/revoke/", acts.revoke, name="revoke"),
    path("<str:code>/photos/<int:event_id>/", acts.photo, name="photo"),
]

"""Addresses of the vector tiles."""

from django.urls import path, re_path

from proposals.api.tiles import views

app_name = "tiles"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:name>.json", views.tilejson, name="tilejson"),
    path("<slug:name>/<int:z>/<int:x>/<int:y>.mvt", views.tile, name="tile"),
    re_path("", views.nothing),
]

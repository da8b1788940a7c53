"""Addresses of the planning room, in the namespace ``proposals``."""

from django.urls import path

from proposals.planning import views

urlpatterns = [
    path("", views.planning, name="planning"),
    path("area/", views.planning_area, name="planning_area"),
    path("map.json", views.planning_map, name="planning_map"),
    path("proposals.csv", views.planning_csv, name="planning_csv"),
    path("proposals.geojson", views.planning_geojson, name="planning_geojson"),
    path("proposals.html", views.planning_html, name="planning_html"),
]

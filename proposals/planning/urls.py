"""Addresses of the planning room."""

from django.urls import path

from proposals.planning import views

app_name = "planning"

urlpatterns = [
    path("", views.planning, name="desk"),
    path("area/", views.planning_area, name="area"),
    path("map.json", views.planning_map, name="map"),
    path("proposals.csv", views.planning_csv, name="csv"),
    path("proposals.geojson", views.planning_geojson, name="geojson"),
    path("proposals.html", views.planning_html, name="html"),
]

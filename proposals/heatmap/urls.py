"""Addresses of the heatmap room, in the namespace ``proposals``."""

from django.urls import path

from proposals.heatmap import views

urlpatterns = [path("", views.city_map, name="map")]

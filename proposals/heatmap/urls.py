"""The public map under a language."""

from django.urls import path

from proposals.heatmap import views

app_name = "heatmap"

urlpatterns = [path("", views.city_map, name="map")]

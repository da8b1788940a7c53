"""Addresses of the physical city."""

from django.urls import URLPattern

app_name = "stops"

urlpatterns: list[URLPattern] = []

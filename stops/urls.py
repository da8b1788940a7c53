"""Addresses of the physical city."""

from django.urls import URLPattern, path

from stops.views import enter_code

app_name = "stops"

urlpatterns: list[URLPattern] = [
    path("", enter_code, name="enter_code"),
]

"""The printed address of a code, in any case, outside the languages."""

from django.urls import URLPattern

app_name = "scan"

urlpatterns: list[URLPattern] = []

"""Addresses of the keepers' pages, in the namespace ``signs``."""

from django.urls import URLPattern

app_name = "signs"

urlpatterns: list[URLPattern] = []

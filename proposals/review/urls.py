"""Addresses of the review room, in the namespace ``proposals``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

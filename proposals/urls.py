"""Addresses under a language: each room brings its own into one namespace."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "proposals"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("proposals.heatmap.urls")),
    path("", include("proposals.browse.urls")),
    path("", include("proposals.intake.urls")),
    path("review/", include("proposals.review.urls")),
    path("staff/", include("proposals.review.staff_urls")),
    path("planning/", include("proposals.planning.urls")),
]

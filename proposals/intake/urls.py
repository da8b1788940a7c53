"""Addresses of the intake room, in the namespace ``proposals``."""

from django.urls import URLPattern, path

from proposals.intake.propose import propose
from proposals.intake.receipt import receipt

urlpatterns: list[URLPattern] = [
    path("propose/", propose, name="propose"),
    path("r/<str:secret>/", receipt, name="receipt"),
]

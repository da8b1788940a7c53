"""Addresses of the residents' pages under a language."""

from django.urls import URLPattern, path

from proposals.residents.browse import views
from proposals.residents.intake.propose import propose
from proposals.residents.intake.receipt import receipt

app_name = "residents"

urlpatterns: list[URLPattern] = [
    path("proposals/", views.proposal_list, name="list"),
    path("proposals/<slug:public_id>/", views.proposal_detail, name="detail"),
    path("districts/", views.district_list, name="districts"),
    path("districts/<slug:slug>/", views.district_detail, name="district"),
    path("privacy/", views.privacy, name="privacy"),
    path("propose/", propose, name="propose"),
    path("r/<str:secret>/", receipt, name="receipt"),
]

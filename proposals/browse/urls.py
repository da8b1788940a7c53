"""Addresses of the browse room, in the namespace ``proposals``."""

from django.urls import path

from proposals.browse import views

urlpatterns = [
    path("proposals/", views.proposal_list, name="list"),
    path("proposals/<slug:public_id>/", views.proposal_detail, name="detail"),
    path("districts/", views.district_list, name="districts"),
    path("districts/<slug:slug>/", views.district_detail, name="district"),
    path("privacy/", views.privacy, name="privacy"),
]

"""Addresses of the review room, in the namespace ``proposals``."""

from django.urls import URLPattern, path

from proposals.review import views

urlpatterns: list[URLPattern] = [
    path("", views.review_queue, name="review"),
    path("<str:public_id>/", views.review_detail, name="review_detail"),
    path("<str:public_id>/publish/", views.publish, name="review_publish"),
    path("<str:public_id>/edit/", views.edit, name="review_edit"),
    path("<str:public_id>/reject/", views.reject, name="review_reject"),
    path("<str:public_id>/merge/", views.merge, name="review_merge"),
    path("<str:public_id>/take-back/", views.take_back, name="review_take_back"),
    path("<str:public_id>/advance/", views.advance, name="review_advance"),
]

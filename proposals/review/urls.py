"""Addresses of the review room, in the namespace ``proposals``."""

from django.urls import URLPattern, path

from proposals.review import map_views, views

urlpatterns: list[URLPattern] = [
    path("", views.review_queue, name="review"),
    path("map/", map_views.review_map, name="review_map"),
    path("map/cells/", map_views.review_map_cells, name="review_map_cells"),
    path("map/districts/", map_views.review_map_districts, name="review_map_districts"),
    path("map/proposals/", map_views.review_map_proposals, name="review_map_proposals"),
    path("<slug:public_id>/", views.review_detail, name="review_detail"),
    path("<slug:public_id>/publish/", views.publish, name="review_publish"),
    path("<slug:public_id>/edit/", views.edit, name="review_edit"),
    path("<slug:public_id>/reject/", views.reject, name="review_reject"),
    path("<slug:public_id>/merge/", views.merge, name="review_merge"),
    path("<slug:public_id>/take-back/", views.take_back, name="review_take_back"),
    path("<slug:public_id>/advance/", views.advance, name="review_advance"),
    path("<slug:public_id>/contact/", views.reveal_contact, name="review_contact"),
    path("<slug:public_id>/original/", views.reveal_original, name="review_original"),
]

"""Addresses of the staff under a language: where they arrive, the queue, what they decide."""

from django.urls import URLPattern, URLResolver, include, path

from proposals.review import map_views, views
from proposals.review.arrival import after_login, roles

app_name = "review"

queue: list[URLPattern] = [
    path("", views.review_queue, name="queue"),
    path("map/", map_views.review_map, name="map"),
    path("map/cells/", map_views.review_map_cells, name="map_cells"),
    path("map/districts/", map_views.review_map_districts, name="map_districts"),
    path("map/proposals/", map_views.review_map_proposals, name="map_proposals"),
    path("<slug:public_id>/", views.review_detail, name="detail"),
    path("<slug:public_id>/publish/", views.publish, name="publish"),
    path("<slug:public_id>/edit/", views.edit, name="edit"),
    path("<slug:public_id>/reject/", views.reject, name="reject"),
    path("<slug:public_id>/merge/", views.merge, name="merge"),
    path("<slug:public_id>/take-back/", views.take_back, name="take_back"),
    path("<slug:public_id>/advance/", views.advance, name="advance"),
    path("<slug:public_id>/contact/", views.reveal_contact, name="contact"),
    path("<slug:public_id>/original/", views.reveal_original, name="original"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/", roles, name="roles"),
    path("staff/start/", after_login, name="after_login"),
    path("review/", include(queue)),
]

"""The printed address of a code, in any case, outside the languages."""

from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from proposals.residents.intake.scan import scan_form

app_name = "scan"

urlpatterns: list[URLPattern] = [
    path("q/<str:code>/", scan_form, name="form"),
    path("q/<str:code>", scan_form),
    path("Q/<str:code>", scan_form, name="form_upper"),
    path("Q/<str:code>/", scan_form),
    re_path(r"^Q/?$", RedirectView.as_view(pattern_name="codes:enter", query_string=True)),
]

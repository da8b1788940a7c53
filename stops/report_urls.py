"""The address under which a sign is reported, outside the languages like the one printed on it."""

from django.urls import URLPattern, path

from stops.report import report_form

app_name = "scan_report"

urlpatterns: list[URLPattern] = [
    path("q/<str:code>/report/", report_form, name="form"),
]

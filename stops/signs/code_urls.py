"""Addresses of codes outside the languages, in the namespace ``codes``; the printed one itself opens the form."""

from django.urls import URLPattern, path

from stops.signs.entering import enter_code
from stops.signs.report_page import report_form

app_name = "codes"

urlpatterns: list[URLPattern] = [
    path("", enter_code, name="enter"),
    path("<str:code>/report/", report_form, name="report"),
]

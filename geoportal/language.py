"""Choose the language of a page: the address, then ``?lang=``, the cookie and the phone."""

import re

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from geoportal.web.languages import read_language

COUNTRY_FOR_LANGUAGE = re.compile(r"(?<![\w-])kz(?![a-z0-9])", re.IGNORECASE)
"""Kazakh under the code of its country, as some phones and many people write it."""
STATELESS_PREFIXES = ("/api/", "/tiles/", "/ogc/", "/open311/")


class LanguageMiddleware(LocaleMiddleware):
    """Django's choice of language, and ``lang=`` for the addresses that carry none.

    Pages under ``/kk/``, ``/ru/`` and ``/en/`` follow their address. The scan page follows ``lang=``,
    which is then remembered, or the phone. Data addresses follow ``lang=`` alone and read no cookie,
    so that a proxy may keep their answers.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of this request."""
        _read_country_codes(request)
        asked = read_language(request.GET.get("lang", ""))
        if request.path_info.startswith(STATELESS_PREFIXES):
            translation.activate(asked or settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        elif asked and translation.get_language_from_path(request.path_info) is None:
            translation.activate(asked)
            request.LANGUAGE_CODE = asked
        else:
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Remember a language asked for by ``lang=``; vary no data answer.

        A page that another site may frame sets no cookie.
        """
        if request.path_info.startswith(STATELESS_PREFIXES):
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response
        response = super().process_response(request, response)
        asked = read_language(request.GET.get("lang", ""))
        is_framed = getattr(response, "xframe_options_exempt", False)
        if asked and not is_framed:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite="Lax",
            )
        return response


def _read_country_codes(request: HttpRequest) -> None:
    """Let ``kz``, ``kz-KZ`` and ``kk_KZ`` among a phone's languages mean Kazakh."""
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    request.META["HTTP_ACCEPT_LANGUAGE"] = COUNTRY_FOR_LANGUAGE.sub("kk", header.replace("_", "-"))

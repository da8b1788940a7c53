"""Answers that many views give: leading on after a form, refusing with the form filled, asking to come again."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render

from geoportal.web.parameters import InvalidParameter

PLAIN_TEXT = "text/plain; charset=utf-8"


def see_other(to: str, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
    """Lead on after a form was taken: 303, so that the browser reads the next page and sends nothing again.

    Args:
        to: an address, or the name of a view, whose arguments follow.
    """
    response: HttpResponseRedirect = redirect(to, *args, **kwargs)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def render_form(
    request: HttpRequest, template: str, context: dict[str, Any], *, is_refused: bool
) -> HttpResponse:
    """Show a page with its form; 422 where it comes back as it was filled in, with what is wrong."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, template, context, status=status)


def come_again(response: HttpResponse, *, after_s: int) -> HttpResponse:
    """Return the answer as 503 that says after how many seconds to try again."""
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response["Retry-After"] = str(after_s)
    return response


def parameter_detail(error: InvalidParameter) -> list[dict[str, Any]]:
    """Return what is wrong with a parameter in the shape of the API's own refusals."""
    return [{"type": "value_error", "loc": ["query", error.parameter], "msg": error.message}]


def refuse_as_api(error: InvalidParameter) -> JsonResponse:
    """Answer 422 with the parameter's name as the API does."""
    return JsonResponse({"detail": parameter_detail(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def refuse_to_script(error: InvalidParameter) -> JsonResponse:
    """Answer 422 with the parameter and the sentence about it, which a page's own script reads."""
    refusal = {"parameter": error.parameter, "message": error.message}
    return JsonResponse(refusal, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def refuse_in_words(error: InvalidParameter) -> HttpResponse:
    """Answer 422 with a sentence of plain text, where a file was asked for."""
    return HttpResponse(str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY, content_type=PLAIN_TEXT)

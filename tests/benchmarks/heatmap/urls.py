"""The portal's addresses, and beside them an empty view and one that only inserts a row."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt

from geoportal import urls as portal

INSERT_SQL = "INSERT INTO bench_note (text, topic, at) VALUES (%s, %s, now())"


def empty(request: HttpRequest) -> HttpResponse:
    """Answer nothing."""
    return HttpResponse()


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """Insert what was sent as one row, and answer nothing."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT_SQL, [request.POST["text"], request.POST["topic"]])
    return HttpResponse(status=303)


urlpatterns: list[URLPattern | URLResolver] = [
    path("bench/empty", empty),
    path("bench/insert", insert),
    *portal.urlpatterns,
]

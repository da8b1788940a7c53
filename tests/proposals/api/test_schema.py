"""The API answers whatever it is asked as its own schema says: drawn requests, the same ones each time."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from proposals.api.json.urls import api
from tests.factories import (
    IN_EAST,
    IN_WEST,
    OUTSIDE,
    make_city,
    make_code,
    make_place,
    make_proposal,
    make_route,
    make_topic,
)

EXAMPLES = 25
KNOWN = {
    "topic": ["transport", "roads", ""],
    "status": ["published", "done", ""],
    "district": ["west", "east", "outside", ""],
    "from": ["2020-01", "2024-02", ""],
    "to": ["2024-02", "2099-12", ""],
    "bbox": ["69.5,42.3,69.65,42.4", "69.7,42.3,69.8,42.4", "-180,-85,180,85"],
}
"""What no schema says: the slugs that there are, months in order, boxes inside the world. An empty one is none."""


def described() -> dict[str, Any]:
    """Return the API's schema, with the values that are known here."""
    document: dict[str, Any] = api.get_openapi_schema()
    for path in document["paths"].values():
        for parameter in path["get"]["parameters"]:
            if parameter["name"] in KNOWN:
                values = {"type": "string", "enum": KNOWN[parameter["name"]]}
                is_list = parameter["schema"].get("type") == "array"
                parameter["schema"] = {"type": "array", "items": values} if is_list else values
    return document


schema = schemathesis.openapi.from_dict(described())
schema.app = WSGIHandler()


@pytest.fixture
def few_proposals(db: None) -> Iterator[None]:
    """A city with a few proposals; requests leave the test's connection open, as those of Django's client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    make_city()
    make_topic("roads")
    make_code(place=make_place())
    for at in (IN_WEST, IN_EAST, OUTSIDE):
        make_proposal(at=at)
    make_proposal(along=make_route())
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@pytest.mark.usefixtures("few_proposals")
def test_every_answer_is_one_that_the_schema_describes(case: schemathesis.Case) -> None:
    case.call_and_validate(headers={"Accept-Encoding": "identity"})

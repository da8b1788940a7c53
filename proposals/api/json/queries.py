"""The parameters of the API, described once."""

from ninja import Field, Schema

from geoportal.web.languages import LANGUAGE_PATTERN


class Fault(Schema):
    """What is wrong with one parameter: its place and name, and a sentence."""

    type: str
    loc: list[str | int]
    msg: str


class Refusal(Schema):
    """The answer to a parameter that is unknown here, or to a value that it cannot have."""

    detail: list[Fault]


REFUSED: dict[int, type[Schema]] = {422: Refusal}
"""Beside each answer."""

BBOX = "west,south,east,north in degrees; whole cells that touch it"
LANGUAGE = "language of names: kk, ru or en"


class FilterQuery(Schema):
    """What, which status, when and where; ``topic``, ``status`` and ``district`` may repeat."""

    topic: list[str] = Field([], description="slug of a topic; repeats")
    status: list[str] = Field([], description="public status; repeats")
    from_: str | None = Field(None, alias="from", description="first month, YYYY-MM")
    to: str | None = Field(None, description="last month, YYYY-MM")
    district: list[str] = Field([], description="slug of a district of today, or “outside”; repeats")
    lang: str | None = Field(None, description=LANGUAGE, pattern=LANGUAGE_PATTERN)


class HeatmapQuery(FilterQuery):
    """The filter, a box, and how far the map is zoomed in."""

    bbox: str | None = Field(None, description=BBOX)
    zoom: int = Field(11, ge=0, le=22, description="zoom of the map, web Mercator")


class ProposalsQuery(FilterQuery):
    """The filter, a box, and which page."""

    bbox: str | None = Field(None, description="west,south,east,north in degrees")
    limit: int = Field(100, ge=1, le=500, description="records on a page")
    offset: int = Field(0, ge=0, le=1_000_000, description="records before the page")
    whole_routes: bool = Field(
        True, description="false: only proposals with a point, none about whole routes"
    )

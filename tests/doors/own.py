"""How the corpus goes through each address of ours; an address that is missing here fails the test."""

from collections.abc import Callable, Iterable

from districts.grid import tile_of
from geoportal.staff.models import Role
from proposals.models import OfficialReply, Proposal
from stops.signs.life import last_event_id
from stops.signs.models import SignReport
from tests.doors.addresses import Door, Sent
from tests.doors.city import City
from tests.factories import IN_WEST


def _fixed(*paths: str) -> Callable[[City], Iterable[str]]:
    return lambda _city: paths


def _each_public(address: str) -> Callable[[City], Iterable[str]]:
    return lambda city: [address.format(id=proposal.public_id) for proposal in city.public]


def _each_sign(address: str) -> Callable[[City], Iterable[str]]:
    return lambda city: [address.format(code=code.code) for code in (*city.signs, *city.buses)]


def _tiles(city: City) -> Iterable[str]:
    spots = [proposal.location.coords for proposal in city.public if proposal.location] + [IN_WEST]
    tiles = sorted({tile_of(lon, lat, 13) for lon, lat in spots})
    for layer in ("cells", "districts", "routes", "places", "proposals"):
        yield from (f"/tiles/{layer}/13/{x}/{y}.mvt?lang=ru" for x, y in tiles)


def _review(name: str, **fields: str) -> Callable[[City, str], Sent]:
    """Return what a moderator's form sends; ``TEXT`` among the fields stands for the text."""

    def sent(city: City, text: str) -> Sent:
        chosen = city.waiting[0] if name in {"publish", "reject", "merge"} else city.public[0]
        filled = {key: value.replace("TEXT", text) for key, value in fields.items()}
        form = {
            "status": chosen.status,
            "topic": chosen.topic_id,
            "department": chosen.department_id or "",
            **filled,
        }
        return f"/ru/review/{chosen.public_id}/{name}/", form

    return sent


def _sign(name: str, **fields: str) -> Callable[[City, str], Sent]:
    def sent(city: City, text: str) -> Sent:
        sign = city.signs[0]
        filled = {key: text if value == "TEXT" else value for key, value in fields.items()}
        return f"/ru/signs/{sign.code}/{name}/", {"seen": last_event_id(sign), "reason": text, **filled}

    return sent


def _proposal(address: Callable[[City], str], **fields: str) -> Callable[[City, str], Sent]:
    def sent(city: City, text: str) -> Sent:
        form = {
            "key": "0b7d9f4e-8a30-4a5e-9f57-4f7e0a1c2d3e", "consent": "test", "topic": "transport",
            "text": f"Предложение:\n{text}", "place_query": "", "contact": "", **fields,
        }  # fmt: skip
        return address(city), form

    return sent


def _typed_code(_city: City, text: str) -> Sent:
    return "/q/", {"code": text}


def _report(city: City, text: str) -> Sent:
    return f"/q/{city.signs[0].code}/report/?lang=ru", {"kind": "damaged", "text": text, "subject_line": ""}


def _last_proposal(_city: City) -> str:
    return Proposal.objects.latest("pk").text.removeprefix("Предложение:")


def _last_report(_city: City) -> str:
    return SignReport.objects.latest("pk").text


def _title(city: City, *, waits: bool) -> str:
    return Proposal.objects.get(pk=(city.waiting if waits else city.public)[0].pk).title


def _last_reply(_city: City) -> str:
    return OfficialReply.objects.latest("pk").text.removeprefix("Ответ города: ")


def _last_reason(city: City) -> str:
    return city.signs[0].events.latest("pk").reason


WHERE = "/ru/planning/proposals"
DOORS: dict[str, Door] = {
    "api/v1/openapi.json": Door(_fixed("/api/v1/openapi.json")),
    "api/v1/docs": Door(_fixed("/api/v1/docs")),
    "api/v1/": Door(_fixed("/api/v1/")),
    "api/v1/heatmap": Door(_fixed("/api/v1/heatmap")),
    "api/v1/districts": Door(_fixed("/api/v1/districts?lang=ru"), ("district",)),
    "api/v1/proposals": Door(_fixed("/api/v1/proposals?lang=ru&limit=500"), ("title", "text", "place", "route")),
    "api/v1/base/districts": Door(_fixed("/api/v1/base/districts?lang=ru"), ("district",)),
    "api/v1/base/routes": Door(_fixed("/api/v1/base/routes?lang=ru"), ("route", "district")),
    "api/v1/base/places": Door(_fixed("/api/v1/base/places?lang=ru"), ("place",)),
    "api/v1/base/ground": Door(_fixed("/api/v1/base/ground?lang=ru")),
    "tiles/": Door(_fixed("/tiles/")),
    "tiles/<slug:name>.json": Door(
        _fixed(*(f"/tiles/{name}.json?lang=ru" for name in ("cells", "districts", "routes", "places", "proposals")))
    ),
    "tiles/<slug:name>/<int:z>/<int:x>/<int:y>.mvt": Door(_tiles, ("title", "place", "route", "district")),
    "": Door(_fixed("/")),
    "healthz": Door(_fixed("/healthz")),
    "robots.txt": Door(_fixed("/robots.txt")),
    "favicon.ico": Door(_fixed("/favicon.ico")),
    "readyz": Door(_fixed("/readyz")),
    "q/": Door(_fixed("/q/?lang=ru"), sends=_typed_code),
    "q/<str:code>/report/": Door(
        _each_sign("/q/{code}/report/?lang=ru"), ("place", "route", "board"), _report, kept=_last_report
    ),
    "q/<str:code>/": Door(
        _each_sign("/q/{code}/?lang=ru"), ("place", "route", "topic"),
        _proposal(lambda city: f"/q/{city.signs[0].code}/?lang=ru", about="here"), kept=_last_proposal,
    ),
    "q/<str:code>": Door(lambda city: [f"/q/{city.signs[0].code}"]),
    "Q/<str:code>": Door(lambda city: [f"/Q/{city.signs[0].code}"]),
    "Q/<str:code>/": Door(lambda city: [f"/Q/{city.signs[0].code}/"]),
    r"^Q/?$": Door(_fixed("/Q/")),
    "<lang>/signs/": Door(
        lambda city: [f"/ru/signs/?page={page}&sign={city.signs[page].code}" for page in range(1, 5)],
        ("place", "route", "board"), role=Role.SIGN_KEEPER,
    ),
    "<lang>/signs/signs.csv": Door(
        _fixed("/ru/signs/signs.csv"), ("place", "route", "board", "district"), role=Role.SIGN_KEEPER
    ),
    "<lang>/signs/signs.geojson": Door(_fixed("/ru/signs/signs.geojson"), ("place",), role=Role.SIGN_KEEPER),
    "<lang>/signs/create/": Door(
        _fixed("/ru/signs/create/?kind=stop&district=west"), ("district",),
        lambda _city, text: ("/ru/signs/create/", {"kind": text, "district": text}), Role.SIGN_KEEPER,
    ),
    "<lang>/signs/print/": Door(
        sends=lambda city, text: (
            "/ru/signs/print/", {"code": [text, *(code.code for code in city.signs[:2])], "format": "sticker60"}
        ),
        role=Role.SIGN_KEEPER,
    ),
    "<lang>/signs/<str:code>/": Door(
        _each_sign("/ru/signs/{code}/"), ("place", "route", "board", "report", "reason"), role=Role.SIGN_KEEPER
    ),
    "<lang>/signs/<str:code>/install/": Door(
        _each_sign("/ru/signs/{code}/install/"), ("place", "route", "board"),
        _sign("install", explanation="TEXT"), Role.SIGN_KEEPER, _last_reason,
    ),
    "<lang>/signs/<str:code>/check/": Door(sends=_sign("check"), role=Role.SIGN_KEEPER, kept=_last_reason),
    "<lang>/signs/<str:code>/suspect/": Door(sends=_sign("suspect"), role=Role.SIGN_KEEPER),
    "<lang>/signs/<str:code>/replace/": Door(sends=_sign("replace"), role=Role.SIGN_KEEPER),
    "<lang>/signs/<str:code>/move/": Door(
        sends=_sign("move", place="TEXT", route="TEXT", board_number="TEXT"), role=Role.SIGN_KEEPER
    ),
    "<lang>/signs/<str:code>/revoke/": Door(sends=_sign("revoke"), role=Role.SIGN_KEEPER),
    "<lang>/signs/<str:code>/photos/<int:event_id>/": Door(
        lambda city: [f"/ru/signs/{city.signs[0].code}/photos/{city.signs[0].events.first().pk}/"],
        role=Role.SIGN_KEEPER,
    ),
    "<lang>/": Door(_fixed("/ru/", "/ru/?embed=1"), ("district", "topic")),
    "<lang>/proposals/": Door(_fixed(*(f"/ru/proposals/?page={page}" for page in range(1, 5))), ("title", "place")),
    "<lang>/proposals/<slug:public_id>/": Door(
        _each_public("/ru/proposals/{id}/"), ("title", "text", "place", "reply", "route", "district", "topic")
    ),
    "<lang>/districts/": Door(_fixed("/ru/districts/"), ("district",)),
    "<lang>/districts/<slug:slug>/": Door(
        _fixed("/ru/districts/west/", "/ru/districts/east/"), ("district", "topic")
    ),
    "<lang>/privacy/": Door(_fixed("/ru/privacy/")),
    "<lang>/propose/": Door(
        _fixed("/ru/propose/?lon=69.55&lat=42.35"), ("topic",),
        _proposal(lambda _city: "/ru/propose/", about="pin", pin_lon="69.55", pin_lat="42.35"),
        kept=_last_proposal,
    ),
    "<lang>/r/<str:secret>/": Door(
        lambda city: [f"/ru/r/{secret}/" for secret in city.secrets], ("text", "place", "reply"),
        lambda city, text: (f"/ru/r/{city.secrets[0]}/", {"act": text, "confirm": text, "action": text}),
    ),
    "<lang>/review/": Door(
        _fixed("/ru/review/", "/ru/review/?tab=all", "/ru/review/?tab=work", "/ru/review/?tab=all&page=2"),
        ("title", "place", "district"), role=Role.CHIEF,
    ),
    "<lang>/review/map/": Door(_fixed("/ru/review/map/"), ("district",), role=Role.CHIEF),
    "<lang>/review/map/cells/": Door(_fixed("/ru/review/map/cells/"), role=Role.CHIEF),
    "<lang>/review/map/districts/": Door(_fixed("/ru/review/map/districts/"), ("district",), role=Role.CHIEF),
    "<lang>/review/map/proposals/": Door(
        _fixed("/ru/review/map/proposals/?bbox=69.4,42.2,69.8,42.5"), role=Role.CHIEF
    ),
    "<lang>/review/<slug:public_id>/": Door(
        lambda city: [f"/ru/review/{each.public_id}/" for each in (*city.waiting[::3], *city.public[1:40:3])],
        ("district",), role=Role.CHIEF,
    ),
    "<lang>/review/<slug:public_id>/publish/": Door(
        sends=_review("publish", title="TEXT"), role=Role.CHIEF, kept=lambda city: _title(city, waits=True)
    ),
    "<lang>/review/<slug:public_id>/edit/": Door(
        sends=_review("edit", title="TEXT"), role=Role.CHIEF, kept=lambda city: _title(city, waits=False)
    ),
    "<lang>/review/<slug:public_id>/reject/": Door(sends=_review("reject", reason="TEXT"), role=Role.CHIEF),
    "<lang>/review/<slug:public_id>/merge/": Door(sends=_review("merge", number="TEXT"), role=Role.CHIEF),
    "<lang>/review/<slug:public_id>/take-back/": Door(sends=_review("take-back", status="TEXT"), role=Role.CHIEF),
    "<lang>/review/<slug:public_id>/advance/": Door(
        sends=_review("advance", target="planned", text="Ответ города: TEXT", language="ru", finds_are_public="on"),
        role=Role.CHIEF, kept=_last_reply,
    ),
    "<lang>/review/<slug:public_id>/contact/": Door(sends=_review("contact", reason="TEXT"), role=Role.CHIEF),
    "<lang>/review/<slug:public_id>/original/": Door(sends=_review("original"), role=Role.AUDITOR),
    "<lang>/staff/": Door(_fixed("/ru/staff/"), ("topic",), role=Role.CHIEF),
    "<lang>/staff/start/": Door(_fixed("/ru/staff/start/"), role=Role.CHIEF),
    "<lang>/planning/": Door(
        _fixed(*(f"/ru/planning/?period=all&page={page}" for page in (1, 2, 3))),
        ("title", "district", "topic", "route"), role=Role.PLANNER,
    ),
    "<lang>/planning/area/": Door(
        sends=lambda _city, text: ("/ru/planning/area/", {"area": text}), role=Role.PLANNER
    ),
    "<lang>/planning/map.json": Door(_fixed("/ru/planning/map.json"), ("title",), role=Role.PLANNER),
    "<lang>/planning/proposals.csv": Door(
        _fixed(f"{WHERE}.csv"), ("title", "text", "place", "route"), role=Role.PLANNER
    ),
    "<lang>/planning/proposals.geojson": Door(
        _fixed(f"{WHERE}.geojson"), ("title", "text", "place", "route"), role=Role.PLANNER
    ),
    "<lang>/planning/proposals.html": Door(
        _fixed(f"{WHERE}.html"), ("title", "text", "district"), role=Role.PLANNER
    ),
}  # fmt: skip

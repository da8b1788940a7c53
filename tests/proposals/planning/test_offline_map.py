"""The one-file map: folium draws it, and every text in it is data."""

import json
import re

import pytest
from django.conf import settings

from proposals.filters import ProposalFilter
from proposals.planning import offline_map as module
from proposals.planning.offline_map import offline_map
from proposals.planning.offline_page import DATA_ID, script_json
from tests.factories import IN_WEST, make_city, make_proposal, make_route
from tests.hostile import COMPOUND, COMPUTED, TEXTS

pytestmark = pytest.mark.django_db
BLOCK = re.compile(rf'<script type="application/json" id="{DATA_ID}">(.*?)</script>', re.DOTALL)
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def drawn(title: str = "Предложения") -> tuple[str, dict[str, dict[str, object]]]:
    """Return the file of everything, and its data."""
    page = offline_map(ProposalFilter(), settings.CITY_BBOX, title)
    (block,) = BLOCK.findall(page)
    return page, json.loads(block)


def test_folium_draws_points_routes_and_districts() -> None:
    make_city()
    make_proposal(at=IN_WEST)
    make_proposal(along=make_route())
    page, data = drawn()
    assert page.count('class="folium-map"') == 1
    drawing = SCRIPT.findall(page)[-2]
    for name in (*data["popups"], *data["tooltips"]):
        assert f"var {name} = L." in drawing
    assert re.sub(r"_\w+", "", " ".join(data["popups"])).split() == ["circle", "poly"]
    assert len(data["tooltips"]) == 2


def test_texts_stand_in_the_data_and_nowhere_else() -> None:
    west, _east = make_city()
    type(west).objects.update(name_ru=COMPOUND, name_kk=COMPOUND, name_en=COMPOUND)
    for name, text in TEXTS.items():
        make_proposal(at=IN_WEST, title=text, text=f"{name}: {text}")
    page, data = drawn(COMPOUND)
    assert [popup["title"] for popup in data["popups"].values()] == list(TEXTS.values())  # type: ignore[index]
    assert [popup["text"] for popup in data["popups"].values()] == [  # type: ignore[index]
        f"{name}: {text}" for name, text in TEXTS.items()
    ]
    assert set(data["tooltips"].values()) == {COMPOUND}
    assert data["heading"]["title"] == COMPOUND
    for script in SCRIPT.findall(page):
        assert "pwned" not in script
    assert "data-pwned>" not in BLOCK.sub("", page)
    assert not any(answer in page for answer in COMPUTED)


def test_too_many_proposals_become_cells_with_their_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    make_city()
    for _ in range(3):
        make_proposal(at=IN_WEST)
    monkeypatch.setattr(module, "PROPOSALS_MAX", 2)
    _page, data = drawn()
    assert data["popups"] == {}
    assert [weight for name, weight in data["tooltips"].items() if name.startswith("rectangle")] == ["3.00"]


def test_the_file_lets_its_own_scripts_run_and_no_other() -> None:
    make_city()
    page, _data = drawn()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert policy.count("sha256-") == len(SCRIPT.findall(page))
    assert "unsafe-inline" not in policy.partition("style-src")[0]


@pytest.mark.parametrize("sign", ["<", ">", "&", "\u2028", "\u2029"])
def test_data_holds_no_sign_that_ends_a_script(sign: str) -> None:
    written = script_json({"text": f"a{sign}b"})
    assert sign not in written
    assert json.loads(written) == {"text": f"a{sign}b"}

"""The check that texts stay data finds what would make markup, a script or a template of them."""

from pathlib import Path

import pytest

from deploy import check_texts

SCRIPT = "stops/static/stops/js/planted.js"
TEMPLATE = "stops/templates/stops/planted.html"
MODULE = "stops/planted.py"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return an empty checkout: its only faults are allowances that nothing needs."""
    for source in check_texts.SOURCES:
        (tmp_path / source).mkdir()
    return tmp_path


def faults_of(checkout: Path, file: str, text: str) -> list[str]:
    path = checkout / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [line for line in check_texts.faults(checkout) if line.startswith(file)]


def test_the_portal_itself_has_no_fault() -> None:
    assert check_texts.faults(check_texts.ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "box.innerHTML = name;",
        "box.outerHTML = name;",
        "box.insertAdjacentHTML('beforeend', name);",
        "document.write(name);",
        "eval(name);",
        "new Function(name)();",
        "frame.srcdoc = name;",
        "new DOMParser().parseFromString(name, 'text/html');",
        "range.createContextualFragment(name);",
        "link.href = 'javascript:void(0)';",
        "layer.bindTooltip(name);",
        "layer.bindTooltip(`${name}: ${text}`, { sticky: true });",
        "layer.bindPopup('<b>' + name);",
        "popup.setContent(name);",
        "layer.setPopupContent(properties.name);",
        "layer.setTooltipContent(\n  name,\n);",
        "L.divIcon({ className: 'x', html: `<b>${name}</b>` });",
        "L.divIcon({ html, className: 'x' });",
        "L.control.attribution({ prefix: false }).addTo(map);",
        'line.textContent = words.replace("PLACE", best.name);',
    ],
)
def test_markup_in_a_script_is_found(checkout: Path, line: str) -> None:
    assert len(faults_of(checkout, SCRIPT, f"const a = 1;\n{line}\n")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "layer.bindTooltip(textNode(name));",
        "layer.bindPopup(() => content);",
        "L.divIcon({ className: 'x', html: pinNode(), iconSize: [1, 1] });",
        "L.divIcon({ className: 'x', iconSize: [1, 1] });",
        'line.textContent = words.replace("PLACE", () => best.name);',
    ],
)
def test_nodes_are_no_fault(checkout: Path, line: str) -> None:
    assert faults_of(checkout, SCRIPT, line) == []


@pytest.mark.parametrize(
    "line",
    [
        "{{ name|safe }}",
        "{{ names|safeseq|join:', ' }}",
        "{% autoescape off %}{{ name }}{% endautoescape %}",
        "<input value={{ name }}>",
        "<script>const name = '{{ name }}';</script>",
    ],
)
def test_unescaped_text_in_a_template_is_found(checkout: Path, line: str) -> None:
    assert len(faults_of(checkout, TEMPLATE, line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "mark_safe('<b>')",
        "safestring.mark_safe(name)",
        "SafeString(name)",
        "format_html(f'<b>{name}</b>')",
        "Template(name)",
        "engines['django'].from_string(name)",
        "figure.html.add_child(Element(f'<b>{name}</b>'))",
        "folium.Popup(name)",
        "folium.Tooltip(name)",
        "folium.Marker([1, 2], popup=name)",
        "folium.CircleMarker([1, 2], tooltip=f'{name}')",
        "folium.GeoJson(boundary, name=name)",
        "from folium import Popup",
        "import jinja2",
        "from jinja2 import Environment",
    ],
)
def test_trusted_or_compiled_text_in_python_is_found(checkout: Path, line: str) -> None:
    assert len(faults_of(checkout, MODULE, line + "\n")) == 1


def test_an_allowance_that_nothing_needs_is_a_fault(checkout: Path) -> None:
    assert len(check_texts.faults(checkout)) == len(check_texts.ALLOWED)

"""The look's tags: icons, status badges, legends, bars, trends, numbers, language links."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, ClearableFileInput, RadioSelect, Select, Textarea
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_from_path, get_language_info

from geoportal.charts import draw_chart
from geoportal.web.classes import BREAKS, Measure, class_index, class_labels
from geoportal.web.dates import by_day, short_year_month
from geoportal.web.numbers import Number, format_number, format_percent

register = template.Library()

register.filter(by_day)
register.filter(short_year_month)

SPRITE = "geoportal/icons/sprite.svg"
SPRITE_FILE = Path(__file__).resolve().parent.parent / "static" / SPRITE
UNKNOWN_ICON = "tag"
LANGUAGE_LABELS = {"kk": "ҚАЗ", "ru": "РУС", "en": "ENG"}
WIDGET_CLASSES: tuple[tuple[type, str], ...] = (
    (CheckboxInput, "checkbox"),
    (RadioSelect, "choices"),
    (Textarea, "textarea"),
    (Select, "select"),
    (ClearableFileInput, "file"),
)


@cache
def icon_names() -> frozenset[str]:
    """Return the names of the sprite's symbols."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE_FILE.read_text()))


@register.simple_tag
def sprite_url() -> str:
    """Return the sprite's address, for scripts that draw icons."""
    return static(SPRITE)


@register.simple_tag
def class_breaks() -> SafeString:
    """Tell the page's scripts the classes of maps: ``classify.js`` reads them."""
    return json_script(BREAKS, "class-breaks")


@register.simple_tag
def icon(name: str, label: str = "", size: str = "", css: str = "") -> SafeString:
    """Draw an icon: hidden from screen readers unless it has a label. An unknown name draws a tag."""
    known = name if name in icon_names() else UNKNOWN_ICON
    classes = " ".join(part for part in ("icon", f"icon--{size}" if size else "", css) if part)
    named = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', classes, named, static(SPRITE), known)


@register.simple_tag
def status_glyph(status: str) -> SafeString:
    """Draw the hexagon of a status in its colour; it stands beside its word, never alone."""
    return icon(f"status-{status}", css=f"glyph glyph--{status}")


@register.simple_tag
def status_badge(status: str, label: str = "") -> SafeString:
    """Draw glyph and word on the status's colour; ``label`` may be left out for an enum member."""
    word = label or getattr(status, "label")  # noqa: B009  (a plain string has none: then a label is due)
    value = getattr(status, "value", status)
    return format_html('<span class="status status--{}">{}{}</span>', value, icon(f"status-{value}"), word)


@register.inclusion_tag("geoportal/_map_pin.html")
def map_pin() -> dict[str, Any]:
    """Draw the gold hexagon pin."""
    return {}


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[dict[str, Any]]:
    """Return a link to this page in each language: by its prefix, or by ``lang=`` where it has none."""
    request: HttpRequest | None = context.get("request")
    links = []
    for code, _name in settings.LANGUAGES:
        query = request.GET.copy() if request else None
        path = request.path if request else f"/{code}/"
        if request and query is not None:
            query.pop("lang", None)
            if get_language_from_path(path):
                path = f"/{code}/{path.lstrip('/').partition('/')[2]}"
            else:
                query["lang"] = code
        links.append(
            {
                "code": code,
                "label": LANGUAGE_LABELS.get(code, code.upper()),
                "name": get_language_info(code)["name_local"],
                "url": f"{path}?{query.urlencode()}" if query else path,
                "current": code == get_language(),
            }
        )
    return links


@register.filter
def number(value: Number | None, digits: int | None = None) -> str:
    """Write a number as the page's language does; None is a dash."""
    return format_number(value, digits)


@register.filter
def weight(value: Number | None) -> str:
    """Write a count that may be fractional through shares: one decimal, none for a whole number."""
    if value is None:
        return format_number(None)
    rounded = round(float(value), 1)
    return format_number(rounded, 0 if rounded.is_integer() else 1)


@register.filter
def percent(share: Number | None, digits: int = 0) -> str:
    """Write a share of 1 in percent as the page's language does."""
    return format_percent(share, digits)


@register.filter
def class_of(value: Number | None, measure: Measure) -> int:
    """Return the class 1–7 of a value in the fixed breaks, 0 for none."""
    return class_index(value, measure)


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first two words of a name."""
    return "".join(word[0] for word in str(name).split()[:2]).upper()


@register.inclusion_tag("geoportal/_legend.html")
def legend(measure: Measure, title: str, note: str = "") -> dict[str, Any]:
    """Draw the numbered legend of a measure."""
    return {"title": title, "note": note, "labels": class_labels(measure)}


@register.inclusion_tag("geoportal/_bar_row.html")
def bar_row(label: str, value: Number, maximum: Number, href: str = "", text: str = "") -> dict[str, Any]:
    """Draw one row of a bar list; ``text`` replaces the plain number at its end."""
    width = 100 * float(value) / float(maximum) if maximum else 0
    return {"label": label, "href": href, "text": text or format_number(value), "width": f"{width:.2f}%"}


@register.inclusion_tag("geoportal/_trend.html")
def trend(
    points: Sequence[tuple[str, Number]],
    *,
    title: str,
    name: str = "",
    compare: Sequence[Number | tuple[str, Number]] = (),
    compare_name: str = "",
    bars: bool = False,
    note: str = "",
) -> dict[str, Any]:
    """Draw a series by months, and one to compare with, each also told in a table."""
    others = [item[1] if isinstance(item, tuple) else item for item in compare]
    told = [format_number(other) for other in others] or [""] * len(points)
    rows = [
        {"label": label, "value": format_number(value), "compare": other}
        for (label, value), other in zip(points, told, strict=True)
    ]
    return {
        "chart": draw_chart([value for _, value in points], others),
        "rows": rows,
        "title": title,
        "name": name,
        "compare_name": compare_name,
        "bars": bars,
        "note": note,
    }


@register.filter
def widget_kind(field: BoundField) -> str:
    """Return how ``_field.html`` lays a form field out."""
    widget = field.field.widget
    return next((kind for base, kind in WIDGET_CLASSES if isinstance(widget, base)), "input")


@register.simple_tag
def field_control(field: BoundField) -> SafeString:
    """Draw a form field's control with the look's class; Django adds what announces hint and errors."""
    kind = widget_kind(field)
    if kind in ("checkbox", "choices"):
        return field.as_widget()
    own = field.field.widget.attrs.get("class", "")
    look = "input textarea" if kind == "textarea" else "input"
    return field.as_widget(attrs={"class": f"{look} {own}".strip()})

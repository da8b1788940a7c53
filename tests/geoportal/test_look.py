"""The look's tags draw what the pages rely on."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from geoportal.templatetags.look import icon_names
from proposals.models import Status


def render(source: str, **context: object) -> str:
    return Template("{% load look %}" + source).render(Context(context))


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_glyph_and_is_shown_with_its_word(status: Status) -> None:
    with translation.override("en"):
        badge = render("{% status_badge status %}", status=status)
    assert f"status-{status.value}" in icon_names()
    assert f"#status-{status.value}" in badge
    with translation.override("en"):
        assert str(status.label) in badge


def test_plain_status_takes_the_word_it_is_given() -> None:
    assert ">Қаралуда<" in render('{% status_badge "under_review" "Қаралуда" %}')


def test_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in render('{% icon "bus" %}')
    assert 'role="img" aria-label="Алып тастау"' in render('{% icon "x" label="Алып тастау" %}')


def test_unknown_icon_of_a_record_draws_a_tag() -> None:
    assert "#tag" in render('{% icon "not-in-the-sprite" %}')


def test_label_cannot_break_out_of_its_attribute() -> None:
    assert '"><script>' not in render("{% icon 'x' label=word %}", word='"><script>')


def test_language_links_keep_page_and_filters() -> None:
    request = RequestFactory().get("/kk/proposals/", {"topic": "roads", "lang": "ru"})
    with translation.override("kk"):
        text = render(
            "{% language_links as links %}{% for l in links %}{{ l.url }} {{ l.current }};{% endfor %}",
            request=request,
        )
    assert text == (
        "/kk/proposals/?topic=roads True;/ru/proposals/?topic=roads False;/en/proposals/?topic=roads False;"
    )


def test_language_links_of_an_address_without_language_use_a_parameter() -> None:
    request = RequestFactory().get("/q/7K3M9QX2VD/")
    text = render(
        "{% language_links as links %}{% for l in links %}{{ l.url }};{% endfor %}", request=request
    )
    assert text == "/q/7K3M9QX2VD/?lang=kk;/q/7K3M9QX2VD/?lang=ru;/q/7K3M9QX2VD/?lang=en;"


def test_bar_is_a_share_of_the_highest_whatever_the_language() -> None:
    with translation.override("ru"):
        assert 'width="33.33%"' in render('{% bar_row label="Көлік" value=1 maximum=3 %}')
        assert 'width="0.00%"' in render('{% bar_row label="Көлік" value=0 maximum=0 %}')


def test_trend_says_in_a_table_what_it_draws() -> None:
    with translation.override("kk"):
        html = render(
            '{% trend points title="Айлар" name="Абай" compare=city compare_name="Қала" %}',
            points=[("қаң", 1200), ("ақп", 3)],
            city=[7, 8],
        )
    assert '<td class="num">1\u00a0200</td>' in html
    assert '<td class="num">8</td>' in html


def test_legend_numbers_its_seven_classes() -> None:
    with translation.override("ru"):
        html = render('{% legend "per_1000" title="На 1 000 жителей" %}')
    assert html.count('<li class="class-') == 7
    assert "0,5" in html

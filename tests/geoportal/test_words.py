"""The words that readers of both languages found wrong stay mended."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext


@pytest.mark.parametrize(
    ("context", "text", "kazakh", "russian"),
    [
        ("view of the map", "Heat", "Тығыздық", "Плотность"),
        ("view of the map", "Grid", "Тор", "Сетка"),
        ("", "Filter and order", "Сүзу және сұрыптау", "Фильтр и порядок"),
        ("", "From month", "Қай айдан", "С месяца"),
        ("", "To month, inclusive", "Қай айға дейін (қоса)", "По месяц"),
        ("", "Public map", "Ашық карта", "Публичная карта"),
        ("", "e-Otinish", "e-Өтініш", "e-Otinish"),
        ("", "Headline on the site", "Сайттағы тақырыбы", "Заголовок на сайте"),
        ("", "Nobody supports this yet", "Әзірге қолдаушы жоқ", "Пока никто не поддержал"),
        ("", "Sign keeper", "Тақтайшаларға жауапты", "Ответственный за таблички"),
        ("", "To the queue", "Кезекке өту", "К очереди"),
        ("", "Link to this view", "Сілтемені көшіру", "Скопировать ссылку"),
        ("proposals, whole routes by share", "Counted", "Есептелгені", "С учётом долей"),
        ("number of proposals listed", "Records", "Жазбалар", "В списке"),
        ("source of the location", "Known by", "Қалай анықталды", "Как определено место"),
        ("", "What this is not", "Бұл – ресми өтініш емес", "Это не официальное обращение"),
        ("on a sign", "Route no. %(number)s", "%(number)s-бағыт", "Маршрут № %(number)s"),
        ("on a sign", "Bus no. %(number)s", "%(number)s-автобус", "Автобус № %(number)s"),
    ],
)
def test_words(context: str, text: str, kazakh: str, russian: str) -> None:
    def said(language: str) -> str:
        with translation.override(language):
            return pgettext(context, text) if context else gettext(text)

    assert (said("kk"), said("ru")) == (kazakh, russian)


@pytest.mark.parametrize("text", ["Route %(number)s", "Bus %(number)s", "The whole route %(number)s"])
def test_a_route_in_kazakh_has_its_number_before_it(text: str) -> None:
    with translation.override("kk"):
        words = gettext(text) % {"number": 19}
    assert "19-" in words
    assert "№" not in words

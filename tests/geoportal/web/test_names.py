"""Names of records in three languages."""

import pytest

from geoportal.web.names import without_district_word


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Абай ауданы", "Абай"),
        ("Аль-Фарабийский район", "Аль-Фарабийский"),
        ("район Тұран", "Тұран"),
        ("Al-Farabi district", "Al-Farabi"),
        ("Районная улица", "Районная улица"),
        ("Turan", "Turan"),
    ],
)
def test_label_leaves_the_word_for_district_out(name: str, short: str) -> None:
    assert without_district_word(name) == short

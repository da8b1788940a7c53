"""Texts of made-up proposals: the demo's, cut and joined at sentences to the lengths that people write."""

import re
from dataclasses import dataclass

import numpy as np

from proposals.reference_data import read_fixture

LANGUAGES = ("kk", "ru")
TEXTS_OF_A_LANGUAGE = 4_000
SHORTEST, LONGEST, HEADLINE = 120, 600, 90
SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts and their headlines, those of a language beside each other; ``languages`` names each one's."""

    texts: list[str]
    titles: list[str]
    languages: list[str]


def make_texts(chance: np.random.Generator) -> Texts:
    """Return texts of 120 to 600 characters in Kazakh and Russian."""
    texts: list[str] = []
    for language in LANGUAGES:
        rows = read_fixture(f"proposals_{language}.json")
        written = [SENTENCE_ENDS.split(" ".join(row["text"].replace("\\", "").split())) for row in rows]
        texts += [_joined(written, chance) for _ in range(TEXTS_OF_A_LANGUAGE)]
    titles = [text if len(text) <= HEADLINE else text[:HEADLINE].rsplit(" ", 1)[0] for text in texts]
    return Texts(texts, titles, [each for each in LANGUAGES for _ in range(TEXTS_OF_A_LANGUAGE)])


def _joined(written: list[list[str]], chance: np.random.Generator) -> str:
    """Return sentences of one text or more, as many as a drawn length holds."""
    wished = int(np.clip(chance.gamma(4, 80), SHORTEST, LONGEST))
    text = ""
    while len(text) < wished:
        sentences = written[chance.integers(len(written))]
        first = int(chance.integers(len(sentences)))
        text = f"{text} {' '.join(sentences[first:])}".strip()
    return text[:wished].rsplit(" ", 1)[0] if len(text) > LONGEST else text

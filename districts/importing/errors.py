"""Why a file of boundaries is refused."""

from districts.text import on_one_line

SENTENCE_MAX = 1000


class ImportRefused(Exception):
    """The file cannot be imported; the message is one clear sentence on one line, and nothing was changed.

    Names and values of a file stand in it: what breaks or turns a line is written as an escape, and what is beyond
    measure is cut in the middle.
    """

    def __init__(self, sentence: str) -> None:
        line = on_one_line(sentence)
        half = SENTENCE_MAX // 2
        super().__init__(line if len(line) <= SENTENCE_MAX else f"{line[:half]} … {line[-half:]}")

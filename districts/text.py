"""Text that people type or a file brings: what is dropped from it, and how much of it can be seen."""

import re
import unicodedata

MARKS_IN_A_ROW = 30
"""More marks on one letter belong to no writing (the Stream-Safe format of UAX 15), and cost time to put in order."""

LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
NEVER = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\u202a-\u202e\u2066-\u2069"  # overrides, embeddings and isolates of direction: they show a text in another order
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # fillers and marks of formatting without a shape
    "\ud800-\udfff\ufdd0-\ufdef"  # no characters at all, and the last two of each plane
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
OFF_LINE = re.compile(rf"{NEVER.pattern}|[\t-\r\x85\u2028\u2029\u200e\u200f\u061c]")
"""What breaks or turns a line, shows nothing, or is no character."""
SIDES = re.compile("[\u200e\u200f\u061c]")
"""Marks of direction: of use beside Arabic and Hebrew letters, elsewhere left behind by copying."""

NON_JOINER, JOINER = "\u200c", "\u200d"
TEXT_SHAPE, EMOJI_SHAPE = "\ufe0e", "\ufe0f"
SHAPES = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
TAGS = re.compile("[\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]")
FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
"""The flag of a part of a country: a black flag, and its code in tags that have no shape of their own."""
SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
COUNTRY_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")
SHAPELESS = frozenset({"Zs", "Zl", "Zp", "Mn", "Mc", "Me", "Cc", "Cf", "Cs"})
"""Categories of characters without a shape of their own; what Unicode has added since Python knew it has one."""
BLANK = "\u2800"
"""The braille cell without a dot."""
EDGES = re.compile(rf"\A[\s{BLANK}]+|[\s{BLANK}]+\Z")

JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1a20-\u1aaf\u1b00-\u1c4f\ua840-\ua87f\ua8e0-\ua9df"
    "\uaa60-\uaa7f\uaae0-\uaaff\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00011000-\U00011fff]"
)
"""Letters and signs of Arabic, Indian and related writing, whose shape a joiner or non-joiner behind them decides."""
_LOOKED_AT = re.compile("[^\t\n -~\u00a0-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2116\u20b8]")
"""A text without any of these is composed, and holds nothing whose neighbours decide whether it stays."""
SOFT_HYPHEN = "\u00ad"
"""The one character that goes although it is none of these: most texts hold neither, and are cleaned at once."""


def clean_text(text: str) -> str:
    """Return a text as it is stored: composed, line feeds alone, without what hides or turns it, no space around it.

    What belongs to emoji, to flags and to Persian or Indian writing stays; nothing that can be seen is lost. A text
    in which nothing can be seen is none.
    """
    if _is_plain(text):
        return EDGES.sub("", text)
    text = LINE_ENDS.sub("\n", text)
    for _turn in range(4):  # what is dropped brings neighbours together: mostly once is enough
        cleaned = _clean_once(text)
        if cleaned == text:
            break
        text = cleaned
    return text if any(map(is_visible, text)) else ""


def clean_line(text: str) -> str:
    """Return a cleaned text on one line, with single spaces."""
    return " ".join(clean_text(text).split())


def on_one_line(text: str) -> str:
    """Return a text for a message on one line: what would break or turn it is written as an escape."""
    return OFF_LINE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def count_visible(text: str) -> int:
    """Return how many characters a reader sees: spaces, marks without a letter and fillers are none.

    A letter with its marks, an emoji with its parts and a flag are one each.
    """
    if _is_plain(text):
        return len("".join(text.split()))
    text = FLAG.sub("\U0001f3f4", NEVER.sub("", text))
    if not _LOOKED_AT.search(text):
        return len("".join(text.split()))
    count, before = 0, ""
    country_letters = 0
    for character in text:
        if COUNTRY_LETTER.match(character):
            country_letters += 1
            count += country_letters % 2
        else:
            country_letters = 0
            joined = before == JOINER and unicodedata.category(character) in {"So", "Sm"}
            count += is_visible(character) and not joined and not (before and SKIN.match(character))
        before = character
    return count


def is_visible(character: str) -> bool:
    """Return whether a character has a shape of its own; a mark has one only on a letter."""
    if character == BLANK or NEVER.match(character) or TAGS.match(character):
        return False
    return unicodedata.category(character) not in SHAPELESS


def _is_plain(text: str) -> bool:
    """Return whether every character stays, and all but spaces, tabs and line feeds can be seen."""
    return not _LOOKED_AT.search(text) and SOFT_HYPHEN not in text


def _clean_once(text: str) -> str:
    if _LOOKED_AT.search(text):
        text = unicodedata.normalize("NFC", _bound_marks(NEVER.sub("", text)))
        text = "".join(_kept(text))
        text = unicodedata.normalize("NFC", text)
    else:
        text = NEVER.sub("", text)
    return EDGES.sub("", text)


def _bound_marks(text: str) -> str:
    """Return the text with so many marks in a row at most."""
    kept: list[str] = []
    in_a_row = 0
    for character in text:
        in_a_row = in_a_row + 1 if unicodedata.category(character)[0] == "M" else 0
        if in_a_row <= MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def _kept(text: str) -> list[str]:
    """Return the characters that stay: joiners, shapes and tags only where they do something."""
    directions = {unicodedata.bidirectional(character) for character in text if not SIDES.match(character)}
    flags = {position for flag in FLAG.finditer(text) for position in range(*flag.span())}
    kept: list[str] = []
    for position, character in enumerate(text):
        before = kept[-1] if kept else ""
        after = text[position + 1 : position + 2]
        if character in (JOINER, NON_JOINER):
            stays = _joins(character, before, after)
        elif SHAPES.match(character):
            stays = _is_shaped(before, character)
        elif TAGS.match(character):
            stays = position in flags
        elif SIDES.match(character):
            stays = not directions.isdisjoint({"R", "AL"}) and not SIDES.match(before or character)
        else:
            stays = True
        if stays:
            kept.append(character)
    return kept


def _joins(character: str, before: str, after: str) -> bool:
    if before and JOINING.match(before):
        return True
    if character == NON_JOINER or not before or not after:
        return False
    is_emoji_before = (
        before == EMOJI_SHAPE or TAGS.match(before) or unicodedata.category(before) in {"So", "Sm", "Sk"}
    )
    return bool(is_emoji_before) and unicodedata.category(after) in {"So", "Sm"}


def _is_shaped(before: str, shape: str) -> bool:
    """Return whether a selector chooses among the shapes of what stands before it."""
    if not before or not is_visible(before) or SHAPES.match(before):
        return False
    if shape in (TEXT_SHAPE, EMOJI_SHAPE):
        return not before.isalpha() or before == "\u2139"
    return unicodedata.category(before) in {"Lo", "Lm", "Sm", "Nd"}

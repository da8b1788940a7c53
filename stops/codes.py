"""The alphabet, the check character and the reading of printed codes.

A code has 10 characters of Crockford's base 32: nine random, one check. The check is a weighted sum in the
field GF(32), so that the code's weighted sum is zero; every single wrong character and every swap of two
neighbours changes it. Crockford's own check (modulo 37) would leave the alphabet.

Source: D. Crockford, Base 32 (alphabet and forgiven letters); GF(32) = GF(2)[x] / (x⁵ + x² + 1).
"""

import re
import secrets
import unicodedata

from districts.text import clean_line

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
CYRILLIC_TWINS = str.maketrans("АВСЕНКМОРТХУІЗҮҺЅЈԚԜҒ", "ABCEHKMOPTXYI3YHSJQWF")
"""What looks alike on a keyboard that stands on Kazakh or Russian."""
DASHES = "-‐‑‒–—−_"
FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1", **dict.fromkeys(DASHES)})
BEHIND_Q = re.compile(r"/q/+([^/?#&]+)", re.IGNORECASE)
BETWEEN_GROUPS = re.compile(rf"[\s{re.escape(DASHES)}]+")
NO_PART_OF_A_CODE = re.compile(rf"[^\w\s{re.escape(DASHES)}]+")
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_MODULUS = 0b100101


def _times_x(value: int) -> int:
    """Multiply by x, the generator, in GF(32)."""
    value <<= 1
    return value ^ _MODULUS if value & 0b100000 else value


def _weighted_sum(values: list[int]) -> int:
    """Return the sum of the values, the last weighing 1, each before it x times more (Horner's scheme)."""
    total = 0
    for value in values:
        total = _times_x(total) ^ value
    return total


def check_character(payload: str) -> str:
    """Return the character that makes ``payload`` (characters of the alphabet) a valid code."""
    return ALPHABET[_times_x(_weighted_sum([_VALUE[character] for character in payload]))]


def generate_code() -> str:
    """Return a new code from the system's random source."""
    payload = "".join(ALPHABET[byte % 32] for byte in secrets.token_bytes(CODE_LENGTH - 1))
    return payload + check_character(payload)


def normalise_code(typed: str) -> str:
    """Return what was typed in upper case and Latin letters, without spaces and dashes, O as 0 and I, L as 1."""
    plain = unicodedata.normalize("NFKC", clean_line(typed)).upper()
    return clean_line("".join(plain.split())).translate(CYRILLIC_TWINS).translate(FORGIVEN)


def find_code(typed: str) -> str:
    """Return the code in what was typed or pasted: alone, in its printed address, or among words.

    What stands behind ``/q/`` is a code; elsewhere ten characters are one where the check character says so.
    Without either, all that was typed comes back normalised.
    """
    whole = normalise_code(typed)
    if is_well_formed(whole):
        return whole
    addressed = [found[1] for found in BEHIND_Q.finditer(clean_line(typed))]
    for part in addressed:
        if (code := normalise_code(part)) and is_well_formed(code):
            return code
    found = [code for part in [*addressed, typed] for code in _codes_among(part)]
    valid = [code for code in found if is_valid(code)]
    if valid:
        return valid[0]
    first = [code for part in addressed for code in _codes_among(part)]
    return first[0] if first else whole


def _codes_among(text: str) -> list[str]:
    """Return what ten characters of neighbouring words, or of one, would be as codes; words are parted by spaces."""
    codes = []
    for run in NO_PART_OF_A_CODE.split(clean_line(text)):
        words = [word for word in map(normalise_code, BETWEEN_GROUPS.split(run)) if word]
        for first in range(len(words)):
            joined = ""
            for word in words[first : first + CODE_LENGTH]:
                joined += word
                if len(joined) >= CODE_LENGTH:
                    break
            if is_well_formed(joined):
                codes.append(joined)
    return codes


def is_well_formed(code: str) -> bool:
    """Return whether a normalised code has ten characters of the alphabet (the check may still be wrong)."""
    return len(code) == CODE_LENGTH and all(character in _VALUE for character in code)


def is_valid(code: str) -> bool:
    """Return whether a normalised code is well formed and its check character is right."""
    return is_well_formed(code) and _weighted_sum([_VALUE[character] for character in code]) == 0


def grouped(code: str) -> str:
    """Return a code as it is printed, in two groups of five: ``7K3M9-QX2VD``."""
    return f"{code[:5]}-{code[5:]}"

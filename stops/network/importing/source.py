"""The name under which an import keeps its records."""

import argparse
import re

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,19}")


def source_name(text: str) -> str:
    """Return the name, as the type of a command's argument.

    Raises:
        argparse.ArgumentTypeError: it has more than 20 characters or others than a–z, 0–9, - and _.
    """
    if not NAME.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} must be at most 20 of a–z, 0–9, - and _")
    return text

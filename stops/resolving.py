"""From what was scanned or typed to the place or bus that the code stands for."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Model

from stops.codes import is_valid, is_well_formed, normalise_code
from stops.models import CodeBinding, CodeState, Place, QRCode

TYPED_MAX = 40
REPLACEMENTS_FOLLOWED = 20


class Outcome(StrEnum):
    """What a code turned out to be."""

    FOUND = "found"
    SUSPECT = "suspect"
    """In use, but somebody reported the sign."""
    REPLACED = "replaced"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    """Well formed, check character right, never issued or bound to nothing."""
    MISTYPED = "mistyped"
    """The check character is wrong."""
    MALFORMED = "malformed"
    """Not ten characters of the alphabet."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a code leads to.

    Attributes:
        outcome: see ``Outcome``.
        typed: the code as normalised, at most 40 characters.
        code: the record; None where unknown or mistyped.
        binding: the binding in force, with its place fetched; None where there is none.
        successor: for a replaced code, the one that now stands for it.
    """

    outcome: Outcome
    typed: str
    code: QRCode | None = None
    binding: CodeBinding | None = None
    successor: QRCode | None = None


def resolve_code(typed: str) -> Resolution:
    """Return what a scanned or typed code leads to; case, spaces, hyphens, O/0 and I/L/1 are forgiven."""
    normalised = normalise_code(typed[:TYPED_MAX])
    if not is_well_formed(normalised):
        return Resolution(Outcome.MALFORMED, normalised)
    if not is_valid(normalised):
        return Resolution(Outcome.MISTYPED, normalised)
    binding = _binding_in_force(normalised)
    code = (
        binding.code
        if binding is not None
        else QRCode.objects.filter(code=normalised).select_related("replaced_by").first()
    )
    if code is None:
        return Resolution(Outcome.UNKNOWN, normalised)
    if code.state == CodeState.REVOKED:
        return Resolution(Outcome.REVOKED, normalised, code)
    if code.state == CodeState.REPLACED:
        return Resolution(Outcome.REPLACED, normalised, code, successor=_last_successor(code))
    if binding is None:
        return Resolution(Outcome.UNKNOWN, normalised, code)
    outcome = Outcome.SUSPECT if code.state == CodeState.SUSPECT else Outcome.FOUND
    return Resolution(outcome, normalised, code, binding)


def _columns(model: type[Model], record: str) -> str:
    return ", ".join(f'(found.{record})."{field.column}"' for field in model._meta.concrete_fields)


BINDING_SQL = f"""
SELECT {_columns(CodeBinding, "found_binding")}, {_columns(QRCode, "found_code")}, {_columns(Place, "found_place")}
FROM public.binding_in_force(%s) AS found
"""  # noqa: S608


def _binding_in_force(code: str) -> CodeBinding | None:
    """Return what a sign in use hangs at, with code and place, in one quick statement.

    Every scan and every form that is sent asks for it, so the statement is written once, not for each, and what it
    calls (migration 0015) is planned once a connection.
    """
    with connection.cursor() as cursor:
        cursor.execute(BINDING_SQL, [code])
        row = cursor.fetchone()
    if row is None:
        return None
    values = iter(row)
    binding: CodeBinding
    binding, found, place = (_record(model, values) for model in (CodeBinding, QRCode, Place))
    binding.code = found
    binding.place = None if binding.place_id is None else place
    return binding


def _record(model: type[Model], values: Iterator[Any]) -> Any:
    """Return the record that the next values are the columns of."""
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(connection.alias, names, list(islice(values, len(names))))


def _last_successor(code: QRCode) -> QRCode | None:
    """Follow replacements to the code that is still in use; None where the chain ends otherwise."""
    successor = code.replaced_by
    for _step in range(REPLACEMENTS_FOLLOWED):
        if successor is None or successor.state != CodeState.REPLACED:
            break
        successor = successor.replaced_by
    if successor is None or successor.state in {CodeState.REVOKED, CodeState.REPLACED}:
        return None
    return successor

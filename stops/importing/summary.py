"""What an import of places and routes did, and how it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field

from districts.text import on_one_line
from stops.importing.records import Skipped

SHOWN_MAX = 50


@dataclass(slots=True)
class Counts:
    """How many records of one kind an import made, changed, left alone and retired."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    retired: int = 0

    def __str__(self) -> str:
        return (
            f"{self.created} created, {self.updated} updated, {self.unchanged} unchanged, "
            f"{self.retired} retired"
        )


@dataclass(slots=True)
class ImportSummary:
    """What an import did.

    Attributes:
        counts: by kind of record: ``places``, ``routes``, ``versions`` and whatever else an importer adds.
        skipped: what the source has and the import left out, with the reason and line.
        notes: what the keeper should know.
        keepers: the codes that hang at retired places and in buses of retired routes, one sentence each.
    """

    counts: dict[str, Counts] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    keepers: list[str] = field(default_factory=list)

    @property
    def changed_nothing(self) -> bool:
        """Whether the database was already as the source has it."""
        return not any(each.created or each.updated or each.retired for each in self.counts.values())


def write_summary(
    write: Callable[[str], object],
    summary: ImportSummary,
    *,
    dry_run: bool = False,
    shown_max: int = SHOWN_MAX,
) -> None:
    """Tell what an import did, a line each.

    Args:
        write: takes one line, such as ``self.stdout.write`` of a command.
        summary: what was done.
        dry_run: whether it was only tried.
        shown_max: of a long list the first so many lines are told.
    """
    _write_some(write, summary.notes, shown_max)
    _write_some(write, [_told(skipped) for skipped in summary.skipped], shown_max)
    _write_some(write, [f"for the keepers: {line}" for line in summary.keepers], shown_max)
    if dry_run:
        write("Dry run, nothing changed.")
    for kind, counts in summary.counts.items():
        write(f"{kind}: {counts}")
    if summary.skipped:
        write(f"skipped: {len(summary.skipped)}")


def _told(skipped: Skipped) -> str:
    place = " ".join(part for part in (skipped.file, f"line {skipped.line}" if skipped.line else "") if part)
    return f"skipped: {skipped.what}{f' ({place})' if place else ''}: {skipped.reason}"


def _write_some(write: Callable[[str], object], lines: list[str], shown_max: int) -> None:
    for line in lines[:shown_max]:
        write(on_one_line(line))
    if len(lines) > shown_max:
        write(f"… and {len(lines) - shown_max} more")

"""What the review's page says of personal data: marks in the text, and one line to decide on for each find."""

from dataclasses import dataclass

from proposals.models import Proposal
from proposals.personal_data.finding import find_personal_data
from proposals.review.forms import ModerationForm
from proposals.review.hiding import public_tokens, token_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; ``token`` names the find that it is, and is empty for what lies between."""

    text: str
    token: str = ""


@dataclass(slots=True)
class Noticed:
    """A find to decide on.

    Attributes:
        token: its name in the form.
        kind: what it is, in words.
        value: as it is written.
        choice: ``hide``, ``show``, or empty where nothing is decided.
        in_title: whether the headline holds it too.
    """

    token: str
    kind: str
    value: str
    choice: str
    in_title: bool


def pieces_of(text: str) -> list[Piece]:
    """Return a text in parts, of which each find is one."""
    pieces, end = [], 0
    for find in find_personal_data(text):
        if find.start > end:
            pieces.append(Piece(text[end : find.start]))
        pieces.append(Piece(find.value, token_of(find)))
        end = find.end
    return [*pieces, Piece(text[end:])] if end < len(text) else pieces


def noticed_in(proposal: Proposal, form: ModerationForm) -> list[Noticed]:
    """Return the finds in a proposal's text and in the headline of its form, each once, as decided in the form."""
    decided, shown = form.decisions, public_tokens(proposal)
    noticed: dict[str, Noticed] = {}
    for part, text in (("text", proposal.text), ("title", str(form["title"].value() or ""))):
        for find in find_personal_data(text):
            token = token_of(find)
            choice = "hide" if token in decided.hidden else "show" if token in decided.shown | shown else ""
            line = noticed.setdefault(
                token, Noticed(token, str(find.kind.label), find.value, choice, in_title=False)
            )
            line.in_title |= part == "title"
    return list(noticed.values())

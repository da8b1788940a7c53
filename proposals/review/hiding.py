"""What is hidden and what is left to be read when a text becomes public: nothing personal by oversight."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from proposals.models import Proposal
from proposals.models.proposal import TEXT_MAX, TEXT_MIN
from proposals.personal_data.finding import Find, find_personal_data
from proposals.personal_data.masking import mask

TITLE_MAX = Proposal._meta.get_field("title").max_length or 0


class Rest(StrEnum):
    """What happens to finds on which nothing was decided."""

    ASK = "ask"
    HIDE = "hide"
    SHOW = "show"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a moderator decided, by the tokens of finds.

    Attributes:
        hidden, shown: the tokens.
        rest: what to do with the others.
    """

    hidden: frozenset[str] = field(default_factory=frozenset)
    shown: frozenset[str] = field(default_factory=frozenset)
    rest: Rest = Rest.ASK


UNDECIDED = Decisions()


class Undecided(ValueError):
    """The text holds personal data on which nobody has decided yet.

    Attributes:
        finds: on which not.
    """

    def __init__(self, finds: list[Find]) -> None:
        super().__init__(len(finds))
        self.finds = finds


class NotMaskable(ValueError):
    """With its finds hidden the text is too short or too long to be stored.

    Attributes:
        part: ``title`` or ``text``.
    """

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Settled:
    """What may become public.

    Attributes:
        title, text: with what was decided hidden.
        hidden_in, shown_in: the parts in which something personal is hidden now, or left to be read.
    """

    title: str
    text: str
    hidden_in: tuple[str, ...]
    shown_in: tuple[str, ...]


def token_of(find: Find) -> str:
    """Return the name by which a form speaks of a find: the same words are decided on once, wherever they stand."""
    return hashlib.blake2s(find.value.encode(), digest_size=8).hexdigest()


def settle(proposal: Proposal, title: str, decisions: Decisions) -> Settled:
    """Return the title and text of a proposal that is or becomes public, with what was decided hidden.

    What stands in public already counts as shown, unless it is hidden now.

    Raises:
        Undecided: something was found that is neither hidden nor shown.
        NotMaskable: too little or too much text would remain.
    """
    parts = {"title": title, "text": proposal.text}
    finds = {name: find_personal_data(text) for name, text in parts.items()}
    public = public_tokens(proposal)
    tokens = {token_of(find): find for found in finds.values() for find in found}
    open_tokens = tokens.keys() - decisions.hidden - decisions.shown - public
    if open_tokens and decisions.rest == Rest.ASK:
        raise Undecided([tokens[token] for token in open_tokens])
    hidden = decisions.hidden | (open_tokens if decisions.rest == Rest.HIDE else frozenset())
    masked = {
        name: mask(text, _those(finds[name], hidden), proposal.language) for name, text in parts.items()
    }
    if masked["text"] != proposal.text and not TEXT_MIN <= len(masked["text"]) <= TEXT_MAX:
        raise NotMaskable("text")
    if len(masked["title"]) > TITLE_MAX:
        raise NotMaskable("title")
    return Settled(
        **masked,
        hidden_in=tuple(name for name, text in parts.items() if masked[name] != text),
        shown_in=tuple(
            name for name, found in finds.items() if {token_of(find) for find in found} - hidden - public
        ),
    )


def public_tokens(proposal: Proposal) -> frozenset[str]:
    """Return the tokens of what anyone reads already."""
    if not proposal.is_public:
        return frozenset()
    return frozenset(
        token_of(find) for text in (proposal.title, proposal.text) for find in find_personal_data(text)
    )


def _those(finds: Iterable[Find], tokens: Iterable[str]) -> list[Find]:
    return [find for find in finds if token_of(find) in set(tokens)]

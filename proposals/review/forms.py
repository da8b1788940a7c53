"""What staff fill in."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from geoportal.web.text_fields import LineField, TextField
from proposals.models import ContactReason, Department, Proposal, RejectionReason, Status, Topic, Transition
from proposals.personal_data.finding import Find, find_personal_data
from proposals.personal_data.masking import mask
from proposals.review.hiding import Decisions, Rest

SENTENCE_END = re.compile(r"(?<=[^\s.])[.!?…]+(?=\s|$)|\n")
TITLE_LENGTH = 90
FIND_PREFIX = "find-"
REPLY_MIN = 10
REPLY_MAX = 4000
REPLY_LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian"))]
"""Law on Languages 151-I: the city answers in these."""


def suggested_title(text: str) -> str:
    """Return the first sentence of a text, or its beginning cut at a word: a headline to begin with."""
    sentence = SENTENCE_END.split(text.strip(), maxsplit=1)[0]
    return sentence if len(sentence) <= TITLE_LENGTH else sentence[:TITLE_LENGTH].rsplit(" ", 1)[0]


def _without_personal_data(proposal: Proposal) -> str:
    return mask(proposal.text, find_personal_data(proposal.text), proposal.language)


class SeenForm(forms.Form):
    """Any act on a proposal: it carries the status that the page showed."""

    status = forms.ChoiceField(choices=Status, widget=forms.HiddenInput)

    @property
    def seen(self) -> Status:
        """The status that the page showed."""
        return Status(self.cleaned_data["status"])


class ModerationForm(SeenForm):
    """Headline, topic and department; and what is hidden: each find is decided on in a field of its own."""

    title = LineField(
        label=_("Headline on the site"),
        max_length=Proposal._meta.get_field("title").max_length,
        required=False,
        widget=forms.TextInput(attrs={"class": "input--title", "autocomplete": "off"}),
    )
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.all(), empty_label=None)
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.all(),
        required=False,
        empty_label=_("Not decided yet"),
    )

    @classmethod
    def of(cls, proposal: Proposal) -> "ModerationForm":
        """Return the form filled with what is proposed: for a new one the topic's own department."""
        department = proposal.department_id
        if department is None and proposal.status == Status.SUBMITTED:
            department = proposal.topic.departments.values_list("pk", flat=True).first()
        initial = {
            "status": proposal.status,
            "title": proposal.title or suggested_title(_without_personal_data(proposal)),
            "topic": proposal.topic_id,
            "department": department,
        }
        return cls(initial=initial)

    @property
    def decisions(self) -> Decisions:
        """What was decided about finds: ``find-TOKEN`` is ``hide`` or ``show``, ``rest`` is for the others."""
        chosen: dict[str, set[str]] = {"hide": set(), "show": set()}
        for name, value in self.data.items():
            if name.startswith(FIND_PREFIX) and value in chosen:
                chosen[value].add(name.removeprefix(FIND_PREFIX))
        rest = self.data.get("rest", "")
        return Decisions(
            frozenset(chosen["hide"]),
            frozenset(chosen["show"]),
            Rest(rest) if rest in {Rest.HIDE, Rest.SHOW} else Rest.ASK,
        )


class ContactForm(SeenForm):
    """Why an official looks at the author's telephone."""

    reason = forms.ChoiceField(
        label=_("Why do you need it? The reason is recorded."),
        choices=ContactReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )


class RejectionForm(SeenForm):
    """Why a proposal is not published."""

    reason = forms.ChoiceField(
        label=_("Reason: the author reads it"), choices=RejectionReason, widget=forms.RadioSelect
    )


class MergeForm(SeenForm):
    """Into which proposal another is merged."""

    number = LineField(
        label=_("Number of the other proposal"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"placeholder": "2026-00017", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )

    def clean_number(self) -> Proposal:
        """Return the public proposal of a number."""
        number = self.cleaned_data["number"].removeprefix("№").strip()
        other = Proposal.objects.published().filter(number=number).first()
        if other is None:
            raise forms.ValidationError(_("There is no published proposal of this number."))
        return other


class DecisionForm(SeenForm):
    """An official step and the public reply that goes with it."""

    text = TextField(
        label=_("Public reply"),
        min_length=REPLY_MIN,
        max_length=REPLY_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    language = forms.ChoiceField(label=_("Language of the reply"), choices=REPLY_LANGUAGES)
    department = forms.ModelChoiceField(
        label=_("Signed by"), queryset=Department.objects.all(), required=False, empty_label=_("Choose")
    )
    finds_are_public = forms.BooleanField(label=_("It is public: publish the reply as it is"), required=False)

    def __init__(self, *args: Any, transition: Transition | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "decision_%s")
        super().__init__(*args, **kwargs)
        self.transition = transition

    @classmethod
    def of(cls, proposal: Proposal) -> "DecisionForm":
        """Return the empty form in the proposal's language, signed by its department."""
        initial = {
            "status": proposal.status,
            "language": proposal.language if proposal.language in dict(REPLY_LANGUAGES) else "kk",
            "department": proposal.department_id
            or proposal.topic.departments.values_list("pk", flat=True).first(),
        }
        return cls(initial=initial)

    def clean(self) -> dict[str, Any]:
        """Ask for the reply where the step needs one, and for its signature."""
        data: dict[str, Any] = super().clean() or {}
        text = data.get("text", "")
        needed = self.transition is not None and self.transition.needs_reply
        if needed and not text and "text" not in self.errors:
            self.add_error("text", _("This decision needs a public reply: residents read the reason in it."))
        if text and data.get("department") is None:
            self.add_error("department", _("A reply is signed by a department."))
        if self.finds and not data.get("finds_are_public"):
            found = ", ".join(dict.fromkeys(find.value for find in self.finds))
            self.add_error("text", _("The reply holds what may be personal: %(found)s.") % {"found": found})
        return data

    @property
    def finds(self) -> list[Find]:
        """What in the reply that was sent may be personal: its author says once that it is public."""
        return find_personal_data(str(self["text"].value() or "")) if self.is_bound else []

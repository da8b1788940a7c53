"""What a resident sends: the fields, their bounds and their words."""

import re
import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from geoportal.web.text_fields import LineField, TextField
from proposals.contacts import Contact, parse_contact
from proposals.models.proposal import TEXT_MAX, TEXT_MIN
from proposals.residents.intake.location import Choice, ChoiceKind

ABOUT = re.compile(r"(here|device|vehicle|route|pin|(?:stop|place):(\d{1,18}))?")
LON_MAX, LAT_MAX = 180, 90
ACCURACY_LIMIT_M = 100_000


class KeyField(forms.CharField):
    """The key of a record, which is looked up as the proposal is stored."""

    def to_python(self, value: Any) -> str:
        """Return the key; text that no key can have is refused here, before a database sees it."""
        key = super().to_python(value) or ""
        if not key.isprintable():
            raise self.unknown()
        return key

    def unknown(self) -> ValidationError:
        """Return the error that there is no such record."""
        return ValidationError(self.error_messages["invalid_choice"], "invalid_choice")


class SharedFields(dict[str, forms.Field]):
    """Fields that no form changes, so all forms have the same ones; copying them is a tenth of what sending costs."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> "SharedFields":
        return SharedFields(self)


class ProposalForm(forms.Form):
    """A proposal as it is typed; where it is about is decided in ``proposals.residents.intake.location``.

    ``place_query`` is the name of a place that is typed now, ``place_found_for`` the one that the places
    shown were found for.
    """

    key = forms.UUIDField(error_messages={"required": "", "invalid": ""})
    consent = KeyField(max_length=20, error_messages={"invalid_choice": ""})
    text = TextField(
        label=_("Your proposal"),
        min_length=TEXT_MIN,
        max_length=TEXT_MAX,
        widget=forms.Textarea,
        error_messages={
            "required": _("Write what you would improve."),
            "min_length": _("Write at least %(limit_value)d characters."),
            "max_length": _(
                "The text may have %(limit_value)d characters at most; it has %(show_value)d now."
            ),
        },
    )
    topic = KeyField(
        max_length=50,
        label=_("Topic"),
        error_messages={"required": _("Choose a topic."), "invalid_choice": _("Choose a topic.")},
    )
    contact = LineField(label=_("E-mail or telephone"), max_length=200, required=False)
    about = forms.CharField(label=_("Place"), max_length=40, required=False)
    route = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    device_lon = forms.FloatField(required=False, min_value=-LON_MAX, max_value=LON_MAX)
    device_lat = forms.FloatField(required=False, min_value=-LAT_MAX, max_value=LAT_MAX)
    device_accuracy_m = forms.FloatField(required=False, min_value=0, max_value=ACCURACY_LIMIT_M)
    device_heading = forms.FloatField(required=False, min_value=0, max_value=360)
    vehicle = forms.CharField(required=False, max_length=500)
    pin_lon = forms.FloatField(required=False, min_value=-LON_MAX, max_value=LON_MAX)
    pin_lat = forms.FloatField(required=False, min_value=-LAT_MAX, max_value=LAT_MAX)
    place_query = LineField(required=False, max_length=100)
    place_found_for = LineField(required=False, max_length=100)
    direction_shown = forms.IntegerField(required=False, min_value=0, max_value=1)
    subject_line = forms.CharField(required=False, label=_("Leave this field empty"))

    def refuse(self, name: str) -> None:
        """Say that there is no such topic or consent."""
        self.add_error(name, cast(KeyField, self.fields[name]).unknown())

    def clean_contact(self) -> Contact | None:
        """Return the contact read, or None where there is none."""
        typed = self.cleaned_data["contact"]
        return parse_contact(typed) if typed else None

    def clean_about(self) -> str:
        """Return the choice of place if it is one of those that a form can make."""
        about: str = self.cleaned_data["about"]
        if ABOUT.fullmatch(about) is None:
            raise ValidationError(_("Choose one of the places that are offered here."))
        return about

    def clean_subject_line(self) -> str:
        """Refuse what only a machine fills in; people do not see the field."""
        if self.cleaned_data["subject_line"]:
            raise ValidationError(_("Leave this field empty: it is there to stop automatic senders."))
        return ""

    def clean(self) -> dict[str, Any]:
        """Say in the resident's words that coordinates make no sense."""
        data = super().clean() or self.cleaned_data
        positions = ("device_lon", "device_lat", "device_accuracy_m", "device_heading", "pin_lon", "pin_lat")
        if any(name in self.errors for name in positions):
            for name in positions:
                self.errors.pop(name, None)
            self.add_error("about", _("That position makes no sense. Choose the place again."))
        return data

    def choice(self) -> Choice:
        """Return what the resident chose as its place; ask a valid form only."""
        data = self.cleaned_data
        kind, _colon, number = data["about"].partition(":")
        if kind == ChoiceKind.DEVICE:
            return Choice(
                ChoiceKind.DEVICE,
                None,
                data["device_lon"],
                data["device_lat"],
                data["device_accuracy_m"],
                data["device_heading"],
            )
        if kind == ChoiceKind.PIN:
            return Choice(ChoiceKind.PIN, None, data["pin_lon"], data["pin_lat"])
        return Choice(ChoiceKind(kind), int(number) if number else None)

    @cached_property
    def typed(self) -> dict[str, str]:
        """What stands in the fields now, as text."""
        return {name: _as_text(self[name].value()) for name in self.fields}

    @property
    def asks_for_places(self) -> bool:
        """Whether a name was typed that has not been looked for yet, and no pin was put instead."""
        query = self.typed["place_query"].strip()
        chosen = self.typed["about"].partition(":")[0]
        elsewhere = chosen in {ChoiceKind.NOTHING, ChoiceKind.HERE, ChoiceKind.ROUTE, ChoiceKind.PLACE}
        return bool(query) and elsewhere and query != self.typed["place_found_for"].strip()

    def key_or_new(self) -> str:
        """Return the idempotency key that the form carries, or a new one where it carries none."""
        try:
            return str(uuid.UUID(self.typed["key"]))
        except ValueError:
            return str(uuid.uuid4())


ProposalForm.base_fields = SharedFields(ProposalForm.base_fields)


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)

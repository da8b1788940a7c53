"""What keepers fill in on the page of a sign."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from geoportal.web.text_fields import LineField, TextField
from stops.network.models import BusRoute, Place
from stops.signs.keepers import places_kept_by, routes_kept_by

REASON_MAX = 300
BOARD_MAX = 20


class ReasonForm(forms.Form):
    """Any act on a sign: why, and the last step of its life that the page showed."""

    seen = forms.IntegerField(min_value=0, max_value=2**62, widget=forms.HiddenInput)
    reason = TextField(
        label=_("Why"),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: it stays in the history of the sign.")},
    )


class MoveForm(ReasonForm):
    """Where a sign hangs from now on: another place, or for a bus another route and board number."""

    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("New place"),
        required=False,
        error_messages={"invalid_choice": _("Choose a place of your districts.")},
    )
    route = forms.ModelChoiceField(
        BusRoute.objects.none(),
        label=_("Route"),
        required=False,
        error_messages={"invalid_choice": _("Choose a route that crosses your districts.")},
    )
    board_number = LineField(label=_("Board number"), max_length=BOARD_MAX, required=False)

    def __init__(self, *args: Any, user: Any, is_bus: bool, **kwargs: Any) -> None:
        """Offer what the keeper may bind a sign to; a printed sign of a place never becomes one of a bus."""
        super().__init__(*args, **{"auto_id": "moved_%s", **kwargs})
        self.is_bus = is_bus
        if is_bus:
            del self.fields["place"]
            self._require("route", routes_kept_by(user), _("Choose the route."))
        else:
            del self.fields["route"], self.fields["board_number"]
            self._require("place", places_kept_by(user), _("Choose the place."))

    def target(self) -> dict[str, Any]:
        """Return the arguments of a move; ask a valid form only."""
        data = self.cleaned_data
        if self.is_bus:
            return {"route": data["route"], "board_number": data["board_number"]}
        return {"place": data["place"]}

    def _require(self, name: str, records: Any, message: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = records
        field.required = True
        field.error_messages["required"] = message

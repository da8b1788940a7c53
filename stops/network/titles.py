"""How residents and staff name a place."""

from django.utils.translation import gettext as _

from stops.network.models import Place, PlaceKind


def place_title(place: Place) -> str:
    """Return a place's name as a resident says it: ``Stop «Ordabasy square»``, ``Dendropark``."""
    if place.kind == PlaceKind.STOP:
        return _("Stop «%(name)s»") % {"name": place.name}
    return place.name

"""Signs that hang where nothing is any more."""

from collections.abc import Iterable

from django.db.models import Q

from stops.network.models import BusRoute, Place
from stops.signs.codes import grouped
from stops.signs.models import CodeBinding, QRCode


def codes_left(places: Iterable[Place], routes: Iterable[BusRoute]) -> list[str]:
    """Return a sentence for each code in use whose place or route was retired."""
    bindings = (
        CodeBinding.objects.in_force()
        .filter(Q(place__in=list(places)) | Q(route__in=list(routes)))
        .filter(code__in=QRCode.objects.in_use())
        .select_related("code", "place", "route")
        .order_by("code__code")
    )
    return [
        f"{grouped(binding.code.code)} hangs at {binding.place.name}, which is retired"
        if binding.place
        else f"{grouped(binding.code.code)} hangs in a bus of {binding.route}, which is retired"
        for binding in bindings
    ]

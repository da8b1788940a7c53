"""Which signs a keeper may see and act on."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from districts.access import Action, grants
from districts.models import District
from stops.models import CodeBinding, QRCode, RouteShare

LAST_FIRST = (F("valid_to").desc(nulls_first=True), F("valid_from").desc(), F("pk").desc())


def last_binding() -> Subquery:
    """Return, for the outer code, the key of its binding in force or, out of use, of the last one it had."""
    return Subquery(CodeBinding.objects.filter(code=OuterRef("pk")).order_by(*LAST_FIRST).values("pk")[:1])


def lies_in(districts: QuerySet[District]) -> Exists:
    """Return whether the outer code's last binding lies in districts: its place, or the route that its bus runs."""
    crosses = RouteShare.objects.filter(
        version__route=OuterRef("route"), version__valid_to=None, district__in=districts
    )
    bindings = CodeBinding.objects.filter(pk=OuterRef("last_binding"))
    return Exists(bindings.filter(Q(place__district__in=districts) | Exists(crosses)))


def signs_kept_by(user: Any) -> QuerySet[QRCode]:
    """Return the signs in the districts where a user keeps signs, those out of use by their last binding.

    A role for the whole city also holds for what lies outside the districts. Each row has ``last_binding``.
    """
    signs = QRCode.objects.annotate(last_binding=last_binding()).filter(last_binding__isnull=False)
    katos = set(grants(user, Action.KEEP_SIGNS).values_list("kato", flat=True))
    if "" in katos:
        return signs
    return signs.filter(lies_in(District.objects.filter(kato__in=katos)))

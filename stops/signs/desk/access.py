"""Which signs a keeper may see and act on."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from districts.models import District
from geoportal.staff.access import Action, grants
from stops.network.models import RouteShare
from stops.signs.models import CodeBinding, QRCode

LAST_FIRST = (F("valid_to").desc(nulls_first=True), F("valid_from").desc(), F("pk").desc())


def last_bindings() -> QuerySet[CodeBinding]:
    """Return one binding of each code: the one in force or, where the code is out of use, the last it had."""
    last = CodeBinding.objects.order_by("code_id", *LAST_FIRST).distinct("code_id")
    return CodeBinding.objects.filter(pk__in=last.values("pk"))


def lying_in(districts: QuerySet[District]) -> Q | Combinable:
    """Return the condition that a binding lies in districts: by its place, or by the route that its bus runs now."""
    crossing = RouteShare.objects.filter(
        version__route=OuterRef("route"), version__valid_to=None, district__in=districts
    )
    return Q(place__district__in=districts) | Exists(crossing)


def bindings_kept_by(user: Any) -> QuerySet[CodeBinding]:
    """Return the last binding of each sign in the districts where a user keeps signs.

    A role for the whole city also holds for what lies outside the districts.
    """
    katos = set(grants(user, Action.KEEP_SIGNS).values_list("kato", flat=True))
    if "" in katos:
        return last_bindings()
    return last_bindings().filter(lying_in(District.objects.filter(kato__in=katos)))


def signs_kept_by(user: Any) -> QuerySet[QRCode]:
    """Return the signs that a user keeps, those out of use too; another's are as if they were not there."""
    return QRCode.objects.filter(pk__in=bindings_kept_by(user).values("code"))

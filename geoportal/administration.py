"""The administration's site: its lists are filtered by what they offer, and by nothing else."""

from collections.abc import Iterator
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.filters import SimpleListFilter
from django.contrib.admin.utils import get_fields_from_path
from django.http import HttpRequest

PLAIN_LOOKUPS = ("", "__exact", "__isnull", "__gte", "__lt")
DATE_LOOKUPS = ("__year", "__month", "__day")


class OfferedFilters:
    """Refuses a filter that a list does not offer.

    Django lets the address filter by any column of the list's own table: whoever may open the list could find out,
    letter by letter, keys and digests that no page shows.
    """

    model: Any
    date_hierarchy: Any
    get_list_filter: Any

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Return whether a filter of the list, or its row of dates, asks for this."""
        return lookup in set(self._offered(request))

    def _offered(self, request: HttpRequest | None) -> Iterator[str]:
        for offer in self.get_list_filter(request):
            if isinstance(offer, type) and issubclass(offer, SimpleListFilter):
                yield str(offer.parameter_name)
                continue
            path = offer[0] if isinstance(offer, list | tuple) else offer
            field = get_fields_from_path(self.model, path)[-1]
            target = getattr(field, "target_field", None)
            yield from (f"{path}{lookup}" for lookup in PLAIN_LOOKUPS)
            if target is not None:
                yield f"{path}__{target.name}__exact"
        if self.date_hierarchy:
            yield from (f"{self.date_hierarchy}{lookup}" for lookup in DATE_LOOKUPS)


class PortalAdminSite(AdminSite):
    """Django's administration with narrow filters, whichever app brings a list, and no login of its own."""

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # The second step of logging in cannot be walked around.
        self.login = secure_admin_login(super().login)  # type: ignore[method-assign]

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register a model's administration with its filters narrowed."""
        given = admin_class or ModelAdmin
        narrowed = (
            given if issubclass(given, OfferedFilters) else type(given.__name__, (OfferedFilters, given), {})
        )
        narrowed.__module__ = given.__module__
        super().register(model_or_iterable, narrowed, **options)

"""Configuration of the signs."""

from collections.abc import Iterable

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from districts.signals import boundaries_changed
from stops.network.signals import retired


class SignsConfig(AppConfig):
    """Codes and their signs."""

    name = "stops.signs"
    verbose_name = _("Codes and signs")

    def ready(self) -> None:
        """Follow the districts, after the route shares did, and the imports of the network."""
        from stops.network.models import BusRoute, Place
        from stops.signs.district_scans import count_district_scans
        from stops.signs.left_behind import codes_left

        def follow(**kwargs: object) -> None:
            count_district_scans()

        def list_codes(*, places: Iterable[Place], routes: Iterable[BusRoute], **kwargs: object) -> list[str]:
            return codes_left(places, routes)

        boundaries_changed.connect(follow, dispatch_uid="stops.signs.follow", weak=False)
        retired.connect(list_codes, dispatch_uid="stops.signs.list_codes", weak=False)

"""Configuration of the stops app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from districts.signals import boundaries_changed


class StopsConfig(AppConfig):
    """Places, routes and codes."""

    name = "stops"
    verbose_name = _("Places, routes and codes")

    def ready(self) -> None:
        """Follow the districts."""
        from stops.assigning import assign_places
        from stops.district_scans import count_district_scans
        from stops.shares import compute_shares

        def follow(**kwargs: object) -> None:
            assign_places()
            compute_shares()
            count_district_scans()

        boundaries_changed.connect(follow, dispatch_uid="stops.follow", weak=False)

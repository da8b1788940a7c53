"""Configuration of the network."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from districts.signals import boundaries_changed


class NetworkConfig(AppConfig):
    """Places, routes and vehicles."""

    name = "stops.network"
    verbose_name = _("Places and routes")

    def ready(self) -> None:
        """Follow the districts."""
        from stops.network.assigning import assign_places
        from stops.network.shares import compute_shares

        def follow(**kwargs: object) -> None:
            assign_places()
            compute_shares()

        boundaries_changed.connect(follow, dispatch_uid="stops.network.follow", weak=False)

"""Configuration of the proposals app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from districts.signals import boundaries_changed


class ProposalsConfig(AppConfig):
    """Proposals and all that becomes of them."""

    name = "proposals"
    verbose_name = _("Proposals")

    def ready(self) -> None:
        """Follow the districts, after the route shares did."""
        from proposals.assigning import assign_proposals

        def follow(**kwargs: object) -> None:
            assign_proposals()

        boundaries_changed.connect(follow, dispatch_uid="proposals.follow", weak=False)

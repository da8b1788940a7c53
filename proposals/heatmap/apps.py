"""Configuration of the heat map."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HeatmapConfig(AppConfig):
    """The cube, the counts and the public map."""

    name = "proposals.heatmap"
    verbose_name = _("Heat map")

    def ready(self) -> None:
        """Follow the proposals."""
        from proposals.heatmap.cube.folding import fold
        from proposals.signals import assigned_everything

        def take_in(**kwargs: object) -> None:
            fold()

        assigned_everything.connect(take_in, dispatch_uid="proposals.heatmap.take_in", weak=False)

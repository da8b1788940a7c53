"""Configuration of the heat map."""

from django.apps import AppConfig


class HeatmapConfig(AppConfig):
    """The cube, the counts and the public map."""

    name = "proposals.heatmap"

    def ready(self) -> None:
        """Follow the proposals."""
        from proposals.heatmap.cube.folding import fold
        from proposals.signals import assigned_everything

        def take_in(**kwargs: object) -> None:
            fold()

        assigned_everything.connect(take_in, dispatch_uid="proposals.heatmap.take_in", weak=False)

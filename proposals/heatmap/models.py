"""The heat map's data cube: packed exact counts, what has changed since, and the log of folding it in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from proposals.models.status import Status

STATUS_CODES: dict[Status, int] = {
    Status.PUBLISHED: 1,
    Status.UNDER_REVIEW: 2,
    Status.ACCEPTED: 3,
    Status.PLANNED: 4,
    Status.IN_PROGRESS: 5,
    Status.DONE: 6,
    Status.DECLINED: 7,
    Status.FORWARDED: 8,
    Status.SUBMITTED: 9,
    Status.REJECTED: 10,
    Status.WITHDRAWN: 11,
    Status.MERGED: 12,
}
"""How the cube and its triggers write a status; what is stored depends on them, so they never change."""

LAST_COUNTED = 8
"""Codes up to this one are public."""

ROUTES = 0
"""The level of the tiles that count whole-route proposals, by route version instead of by cell."""


class CubeTile(models.Model):
    """Exact counts of one block of 32 × 32 cells, in one district and topic, either public or hidden.

    At level ``ROUTES`` the cells are route versions: column = id // 1024, cell = id % 1024; their shares apply
    on reading. Each of the four byte strings is one list of counts, packed by ``proposals.heatmap.cube.packing``:
    summed over statuses and months, by status, by month, by both. The tile of topic 0 sums all topics.
    """

    level = models.SmallIntegerField(_("level"))
    hidden = models.BooleanField(_("not public"))
    topic = models.IntegerField(_("topic, 0 all"))
    x = models.IntegerField(_("column of the block"))
    y = models.IntegerField(_("row of the block"))
    district = models.BigIntegerField(_("district, 0 outside all"))
    occupied = models.IntegerField(_("cells with any proposal"))
    total = models.BinaryField(_("counts"))
    by_status = models.BinaryField(_("counts by status"))
    by_month = models.BinaryField(_("counts by month"))
    by_both = models.BinaryField(_("counts by status and month"))

    class Meta:
        verbose_name = _("tile of the heat map")
        verbose_name_plural = _("tiles of the heat map")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["level", "hidden", "topic", "x", "y", "district"],
                include=["occupied"],
                name="heatmap_tile_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.x}/{self.y} {self.topic}"


class CubeDelta(models.Model):
    """What one statement has changed in one count; appended by triggers, read by all, removed by the fold.

    A row of ``count`` 0 and ``status`` 0 says that something else has changed which answers depend on: route
    shares, districts or topics. No foreign keys: nothing may slow or stop the change that is counted here.
    """

    cell = models.BigIntegerField(_("finest cell, 0 for a whole route"))
    version = models.BigIntegerField(_("route version, 0 for a point"))
    district = models.BigIntegerField(_("district, 0 outside all or for a whole route"))
    topic = models.IntegerField(_("topic"))
    status = models.SmallIntegerField(_("status, by STATUS_CODES"))
    month = models.SmallIntegerField(_("month, as year × 12 + month − 1"))
    count = models.IntegerField(_("change of the count"))
    at = models.DateTimeField(_("changed"), db_default=Now())

    class Meta:
        verbose_name = _("change of the heat map")
        verbose_name_plural = _("changes of the heat map")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__gte=0, status__lte=12), name="heatmap_delta_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count:+d} {self.status}"


class CubeFold(models.Model):
    """One folding of deltas into tiles, or a rebuild; the newest names the version of the data."""

    at = models.DateTimeField(_("folded"), db_default=Now())
    deltas = models.IntegerField(_("deltas folded"))
    is_rebuild = models.BooleanField(_("built from nothing"), default=False)

    class Meta:
        verbose_name = _("folding of the heat map")
        verbose_name_plural = _("foldings of the heat map")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.deltas}"

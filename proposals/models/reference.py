"""Reference data: topics, departments, consents, and the topics to which a staff role is limited."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from geoportal.staff.models import StaffRole
from geoportal.web.names import NamedModel, localised


class Topic(NamedModel):
    """What a proposal is about."""

    slug = models.SlugField(_("name in the address"), unique=True)
    short_kk = models.CharField(_("short name in Kazakh"), max_length=40)
    short_ru = models.CharField(_("short name in Russian"), max_length=40)
    short_en = models.CharField(_("short name in English"), max_length=40, blank=True)
    icon = models.CharField(_("icon"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered in the form"), default=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["order", "slug"]

    @property
    def short(self) -> str:
        """The short name in the active language."""
        return localised(self, "short")


class Department(NamedModel):
    """A body of the city that answers proposals."""

    slug = models.SlugField(_("name in the address"), unique=True)
    topics = models.ManyToManyField(Topic, related_name="departments", blank=True, verbose_name=_("topics"))

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering: ClassVar = ["slug"]


class Consent(models.Model):
    """One version of what a resident agrees to by sending."""

    version = models.CharField(_("version"), max_length=20, unique=True)
    text_kk = models.TextField(_("text in Kazakh"))
    text_ru = models.TextField(_("text in Russian"))
    text_en = models.TextField(_("text in English"))
    valid_from = models.DateTimeField(_("in force from"))

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["-valid_from"]
        get_latest_by = "valid_from"

    def __str__(self) -> str:
        return self.version

    @property
    def text(self) -> str:
        """The text in the active language."""
        return localised(self, "text")


class StaffTopic(models.Model):
    """Limits a staff role to a topic; a role without any has all topics."""

    staff_role = models.ForeignKey(StaffRole, on_delete=models.CASCADE, related_name="topic_limits")
    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, related_name="staff_limits", verbose_name=_("topic")
    )

    class Meta:
        verbose_name = _("topic of a staff role")
        verbose_name_plural = _("topics of staff roles")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff_role", "topic"], name="staff_topic_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_role} · {self.topic}"

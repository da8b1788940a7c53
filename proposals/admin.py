"""Administration of roles and reference data; proposals and their history are shown, never changed here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from geoportal.staff.administering import AdministratorsOnly, ReadOnly
from geoportal.staff.models import StaffRole
from proposals.models import Consent, Department, HistoryEntry, OfficialReply, Proposal, StaffTopic, Topic


class StaffTopicInline(AdministratorsOnly, admin.TabularInline):
    """The topics to which a role is limited; none: all."""

    model = StaffTopic
    extra = 0


@admin.register(StaffRole)
class StaffRoleAdmin(AdministratorsOnly, admin.ModelAdmin):
    """Who may do what, where, on which topics."""

    list_display = ("user", "role", "kato", "topics")
    list_filter = ("role", "kato")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__first_name", "user__last_name")
    autocomplete_fields = ("user",)
    inlines = (StaffTopicInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the roles with the topics to which they are limited."""
        return super().get_queryset(request).prefetch_related("topic_limits__topic")

    @admin.display(description=_("topics"))
    def topics(self, role: StaffRole) -> str:
        """Return the topics, or a dash for all of them."""
        return ", ".join(limit.topic.name for limit in role.topic_limits.all()) or "—"


@admin.register(Topic)
class TopicAdmin(AdministratorsOnly, admin.ModelAdmin):
    """Topics, offered or not."""

    may_delete = False
    list_display = ("name", "slug", "order", "is_active")
    list_editable = ("order", "is_active")
    search_fields = ("name_kk", "name_ru", "name_en", "slug")


@admin.register(Department)
class DepartmentAdmin(AdministratorsOnly, admin.ModelAdmin):
    """Bodies that answer, and their topics."""

    may_delete = False
    list_display = ("name", "slug")
    search_fields = ("name_kk", "name_ru", "name_en", "slug")
    filter_horizontal = ("topics",)


@admin.register(Consent)
class ConsentAdmin(AdministratorsOnly, admin.ModelAdmin):
    """Versions of the consent: a new wording is a new version, for residents agreed to the old one."""

    may_change = may_delete = False
    list_display = ("version", "valid_from")


class HistoryInline(ReadOnly, admin.TabularInline):
    """What happened."""

    model = HistoryEntry
    extra = 0
    fields = ("at", "action", "from_status", "to_status", "field", "reason", "actor")


class ReplyInline(ReadOnly, admin.TabularInline):
    """What the city answered."""

    model = OfficialReply
    extra = 0
    fields = ("published_at", "status", "department", "language", "text")


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, admin.ModelAdmin):
    """Proposals as they stand; they are changed on the review pages, by the workflow."""

    list_display = ("number", "status", "topic", "district", "language", "submitted_at")
    list_filter = ("status", "topic", "district", "language", "location_source")
    list_select_related = ("topic", "district")
    search_fields = ("number", "public_id")
    date_hierarchy = "submitted_at"
    show_full_result_count = False
    inlines = (HistoryInline, ReplyInline)
    fields = (
        "number",
        "review_page",
        "status",
        "rejection_reason",
        "merged_into",
        "topic",
        "title",
        "text",
        "language",
        "code",
        "place",
        "route_version",
        "position",
        "location_source",
        "accuracy_m",
        "district",
        "department",
        "submitted_at",
        "published_at",
        "status_changed_at",
        "erased_at",
    )
    readonly_fields = ("review_page", "position")

    @admin.display(description=_("review page"))
    def review_page(self, proposal: Proposal) -> SafeString:
        """Return a link to the page where it is decided on."""
        address = reverse("review:detail", args=[proposal.public_id])
        return format_html('<a href="{}">{}</a>', address, proposal.public_id)

    @admin.display(description=_("location"))
    def position(self, proposal: Proposal) -> str:
        """Return longitude and latitude, in this order; a dash for a whole route."""
        return f"{proposal.location.x:.5f}, {proposal.location.y:.5f}" if proposal.location else "—"


@admin.register(HistoryEntry)
class HistoryEntryAdmin(ReadOnly, admin.ModelAdmin):
    """What happened to all proposals, latest first."""

    list_display = ("at", "proposal", "action", "from_status", "to_status", "field", "reason", "actor")
    list_filter = ("action", "to_status")
    list_select_related = ("proposal", "actor")
    search_fields = ("proposal__number", "actor__username")
    ordering = ("-at", "-pk")
    show_full_result_count = False


@admin.register(OfficialReply)
class OfficialReplyAdmin(ReadOnly, admin.ModelAdmin):
    """The city's public replies."""

    list_display = ("proposal", "status", "department", "language", "published_at")
    list_filter = ("status", "department", "language")
    list_select_related = ("proposal", "department")
    search_fields = ("proposal__number",)

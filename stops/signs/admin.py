"""Administration of codes and of what is reported of their signs."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from geoportal.staff.administering import ReadOnly
from stops.signs.models import CodeBinding, CodeEvent, QRCode, SignReport


class CodeBindingInline(ReadOnly, admin.TabularInline):
    """What a code was tied to."""

    model = CodeBinding
    extra = 0


class CodeEventInline(ReadOnly, admin.TabularInline):
    """The life of a code."""

    model = CodeEvent
    extra = 0


@admin.register(QRCode)
class QRCodeAdmin(ReadOnly, admin.ModelAdmin):
    """Codes, what they are tied to and their life; they are issued by ``make_codes``."""

    list_display = ("__str__", "state", "tied_to", "created_at")
    list_filter = ("state",)
    search_fields = ("code",)
    inlines = (CodeBindingInline, CodeEventInline)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the codes with their bindings."""
        return super().get_queryset(request).prefetch_related("bindings__place", "bindings__route")

    @admin.display(description="→")
    def tied_to(self, code: QRCode) -> str:
        """Return the place or the bus of the binding in force."""
        bindings = [binding for binding in code.bindings.all() if binding.valid_to is None]
        return " · ".join(
            f"{binding.place or binding.route} {binding.board_number}".strip() for binding in bindings
        )


@admin.register(SignReport)
class SignReportAdmin(ReadOnly, admin.ModelAdmin):
    """What residents reported; it is answered on the page of the sign."""

    list_display = ("code", "kind", "reported_at", "handled_at")
    list_filter = ("kind", "handled_at")
    list_select_related = ("code",)
    search_fields = ("code__code",)

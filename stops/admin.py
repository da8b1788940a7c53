"""Administration of places, routes and codes."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from leaflet.admin import LeafletGeoAdmin

from districts.admin import AdministratorsOnly, ReadOnly
from districts.locating import district_at
from stops.models import (
    BusRoute,
    CodeBinding,
    CodeEvent,
    Place,
    QRCode,
    RouteDirection,
    RouteVersion,
    SignReport,
)


@admin.register(Place)
class PlaceAdmin(AdministratorsOnly, LeafletGeoAdmin):
    """Names, kind and position; the district follows the position."""

    may_delete = False
    list_display = ("name", "kind", "district", "source", "retired_at")
    list_filter = ("kind", "source", "district")
    list_select_related = ("district",)
    search_fields = ("name_kk", "name_ru", "name_en", "source_id")
    readonly_fields = ("district",)

    def save_model(self, request: HttpRequest, obj: Place, form: ModelForm, change: bool) -> None:
        """Save the place in the district that holds it."""
        obj.district = district_at(obj.location)
        super().save_model(request, obj, form, change)


class RouteVersionInline(ReadOnly, admin.TabularInline):
    """The unchanging versions of a route."""

    model = RouteVersion
    extra = 0
    fields = ("number", "valid_from", "valid_to", "length_m")


@admin.register(BusRoute)
class BusRouteAdmin(AdministratorsOnly, admin.ModelAdmin):
    """Number, names, operator and board numbers; lines come by import, as versions."""

    may_add = may_delete = False
    list_display = ("number", "name", "operator", "source", "retired_at")
    search_fields = ("number", "name_kk", "name_ru", "name_en")
    readonly_fields = ("sort_key", "source", "source_id")
    inlines = (RouteVersionInline,)


class RouteDirectionInline(ReadOnly, admin.TabularInline):
    """The directions of a version."""

    model = RouteDirection
    extra = 0
    fields = ("direction", "headsign_kk", "headsign_ru", "headsign_en")


@admin.register(RouteVersion)
class RouteVersionAdmin(ReadOnly, admin.ModelAdmin):
    """What a route ran along."""

    list_display = ("route", "number", "valid_from", "valid_to", "length_m")
    list_select_related = ("route",)
    search_fields = ("route__number",)
    inlines = (RouteDirectionInline,)


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

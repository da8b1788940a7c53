"""Administration of places and routes."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from leaflet.admin import LeafletGeoAdmin

from districts.locating import district_at
from geoportal.staff.administering import AdministratorsOnly, ReadOnly
from stops.network.models import BusRoute, Place, RouteDirection, RouteVersion


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

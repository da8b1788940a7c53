"""Administration of districts."""

from django.contrib import admin

from districts.models import District
from geoportal.staff.administering import AdministratorsOnly, ShownOnMap


@admin.register(District)
class DistrictAdmin(AdministratorsOnly, ShownOnMap):
    """Names and population; the boundary is shown: ``import_districts`` alone changes it."""

    may_add = may_delete = False
    list_display = ("name", "kato", "valid_from", "valid_to", "population", "area_km2")
    list_filter = ("valid_to",)
    search_fields = ("name_kk", "name_ru", "name_en", "kato")
    readonly_fields = ("kato", "slug", "area_km2", "valid_from", "valid_to", "source")
    exclude = ("label_point",)

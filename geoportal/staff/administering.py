"""Who may administer a record, and how."""

from collections.abc import Mapping
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db.models import Field
from django.http import HttpRequest
from leaflet.admin import LeafletGeoAdmin

from geoportal.staff.access import Action, may
from geoportal.web.text_fields import ADMIN_FIELDS


class AdministratorsOnly:
    """Opens a record to administrators, by the one permission table, and to superusers.

    Attributes:
        may_add, may_change, may_delete: what even administrators may do.
    """

    may_add = True
    may_change = True
    may_delete = True
    formfield_overrides: Mapping[type[Field], Mapping[str, Any]] = ADMIN_FIELDS

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the app is listed."""
        return is_administrator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the record is shown."""
        return is_administrator(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether a record may be made here."""
        return self.may_add and is_administrator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the record may be changed here."""
        return self.may_change and is_administrator(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the record may be deleted here."""
        return self.may_delete and is_administrator(request.user)


class ReadOnly(AdministratorsOnly):
    """Shows a record and changes nothing."""

    may_add = may_change = may_delete = False


class ShownOnMap(LeafletGeoAdmin):
    """Shows geometry on a map and keeps what is stored: a form gives back coordinates rounded."""

    modifiable = False
    settings_overrides = {"SPATIAL_EXTENT": None}

    def formfield_for_dbfield(self, db_field: Field, request: Any = None, **kwargs: Any) -> Any:
        """Return the field's form field; a geometry's ignores whatever is sent."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, GeometryField) and field is not None:
            field.disabled = True
        return field


def is_administrator(user: Any) -> bool:
    """Return whether a user administers the portal."""
    return bool(user.is_active and user.is_staff and (user.is_superuser or may(user, Action.ADMINISTER)))

"""What the staff's navigation may show."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from geoportal.staff.access import actions_of


def staff(request: HttpRequest) -> dict[str, Any]:
    """Return the context that the staff's navigation reads; nothing is asked of the database on other pages."""
    user = getattr(request, "user", None)
    return {"staff_may": SimpleLazyObject(lambda: actions_of(user))}

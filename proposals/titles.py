"""How pages of the intake name places and what a proposal is about."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from districts.models import District
from proposals.models import LocationSource, Proposal
from stops.network.titles import place_title


def district_title(district: District | None) -> str:
    """Return a district's name as a resident says it, empty for none: ``Al-Farabi district``."""
    if district is None:
        return ""
    # Translators: Kazakh and Russian names of districts hold the word already; there translate as %(name)s alone.
    return pgettext("a district's name", "%(name)s district") % {"name": district.name}


def about_title(proposal: Proposal) -> str:
    """Return what a proposal is about, without its district; fetch it ``with_names``."""
    if proposal.place is not None:
        return place_title(proposal.place)
    if proposal.route_version is not None:
        names = {"number": proposal.route_version.route.number}
        if proposal.location_source == LocationSource.WHOLE_ROUTE:
            return _("Bus %(number)s, the whole route") % names
        return _("A point on the route of bus %(number)s") % names
    return _("A point on the map")

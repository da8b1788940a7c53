"""How residents and staff name what a sign stands for."""

from django.utils.translation import gettext as _

from stops.network.titles import place_title
from stops.signs.models import CodeBinding


def binding_title(binding: CodeBinding) -> str:
    """Return what a sign stands for: a place's title, or ``Bus 19, board number 1907``."""
    if binding.place is not None:
        return place_title(binding.place)
    names = {"number": binding.route.number if binding.route else "", "board": binding.board_number}
    if not binding.board_number:
        return _("Bus %(number)s") % names
    return _("Bus %(number)s, board number %(board)s") % names

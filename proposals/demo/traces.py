"""How a demo is recognised in a database: by its accounts and its proposals."""

from django.contrib.auth.models import User

from proposals.demo.proposals import FILES, public_id_of
from proposals.demo.staff import ACCOUNTS, DEMO_GROUP, PASSWORD
from proposals.models import Proposal
from proposals.models.querysets import ProposalQuerySet
from proposals.reference_data import read_fixture


def demo_accounts() -> list[str]:
    """Return the names of the demo's accounts, sorted.

    They are members of a group, which a new name or password does not leave. Without the group, as in a database of
    an older version, whoever bears a demo account's name is one while its password opens it.
    """
    marked = User.objects.filter(groups__name=DEMO_GROUP)
    others = User.objects.filter(username__in=[account.username for account in ACCOUNTS]).exclude(
        pk__in=marked
    )
    opened = [user.username for user in others if user.check_password(PASSWORD)]
    return sorted([*marked.values_list("username", flat=True), *opened])


def demo_proposals() -> ProposalQuerySet:
    """Return the demo's proposals, by their public identifiers, which the server alone gives."""
    rows = (row for name in FILES for row in read_fixture(name))
    return Proposal.objects.filter(public_id__in=[public_id_of(row) for row in rows])

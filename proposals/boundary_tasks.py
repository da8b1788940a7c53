"""Background work of the boundaries: what was imported for a later day comes into force by itself."""

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from districts.models import District
from proposals.assigning import assign_everything
from proposals.models import Proposal


@app.periodic(cron="7 * * * *")
@app.task(name="proposals.follow_calendar", queueing_lock="follow_calendar")
def follow_calendar(timestamp: int) -> bool:
    """Assign everything anew on a day on which a boundary begins or ends, or later where that day was missed.

    Asked every hour.

    Args:
        timestamp: when it was due; procrastinate gives it.

    Returns:
        Whether anything was to be done.
    """
    today = timezone.localdate()
    changing = District.objects.filter(Q(valid_from=today) | Q(valid_to=today))
    left = Proposal.objects.filter(district__valid_to__lte=today)
    if not (changing.exists() or left.exists()):
        return False
    assign_everything()
    return True

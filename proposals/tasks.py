"""Background work of the records: boundaries come into force on their day, personal data is deleted after its time."""

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from districts.models import District
from proposals.assigning import assign_everything
from proposals.models import Proposal
from proposals.purging import purge_personal_data


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


@app.periodic(cron="47 3 * * *")
@app.task(name="proposals.purge_personal_data", queueing_lock="purge_personal_data")
def purge_personal_data_nightly(timestamp: int) -> int:
    """Delete texts as they were sent that have been kept for a year; return how many went.

    Args:
        timestamp: when it was due; procrastinate gives it.
    """
    return purge_personal_data(timezone.now()).originals

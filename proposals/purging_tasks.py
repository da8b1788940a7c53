"""Background work on personal data: delete it when its time is over."""

from django.utils import timezone
from procrastinate.contrib.django import app

from proposals.purging import purge_personal_data


@app.periodic(cron="47 3 * * *")
@app.task(name="proposals.purge_personal_data", queueing_lock="purge_personal_data")
def purge_personal_data_nightly(timestamp: int) -> int:
    """Delete texts as they were sent that have been kept for a year; return how many went.

    Args:
        timestamp: when it was due; procrastinate gives it.
    """
    return purge_personal_data(timezone.now()).originals

"""Background work of the project itself: what a worker left undone when it was killed is taken up again."""

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from procrastinate import JobContext, RetryStrategy, exceptions, sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.worker import Worker

STALLED_AFTER_S = 30
"""A worker says every ten seconds that it lives; three times silent, it is taken for dead."""
ATTEMPTS_MAX = 5
"""So often a job may end its worker before it is given up; a task with more attempts of its own has those."""
WAIT_S = 60
"""A job is taken up at once the first time, then after so many seconds more each time: others have their turn."""
FIRST_OF_ALL = 100
"""The priority of this task, before all others."""

log = logging.getLogger(__name__)


def note_concurrency(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """Tell the job whether its worker does one job at a time; a task middleware of procrastinate."""
    context.additional_context["does_one_at_a_time"] = worker.concurrency == 1
    return call_next()


# It holds a place in the queue only while it waits: one that stalls itself stands in nobody's way, and is found as any
# other. So it must never have a lock.
@app.periodic(cron="* * * * * */15")
@app.task(
    name="geoportal.resume_stalled_jobs",
    queueing_lock="resume_stalled_jobs",
    priority=FIRST_OF_ALL,
    pass_context=True,
    task_middleware=[note_concurrency],
)
def resume_stalled_jobs(context: JobContext, timestamp: int) -> int:
    """Take up again the jobs whose worker was killed; return how many were found.

    Args:
        context: of the job that looks.
        timestamp: when it was due; procrastinate gives it.
    """
    left = Q(worker=None) | Q(worker__last_heartbeat__lt=Now() - dt.timedelta(seconds=STALLED_AFTER_S))
    if context.additional_context.get("does_one_at_a_time"):
        # What else stands under this worker's own name was left when the database did not hear that it had ended.
        left |= Q(worker=context.job.worker_id) & ~Q(pk=context.job.id)
    with transaction.atomic():
        stalled = ProcrastinateJob.objects.filter(left, status=Status.DOING.value).annotate(found_at=Now())
        found = list(stalled.select_for_update(skip_locked=True, of=("self",)).order_by("pk"))
        for job in found:
            _resume(job, job.found_at)
    return len(found)


def _resume(job: ProcrastinateJob, found_at: dt.datetime) -> None:
    """Queue a stalled job again, unless another like it waits already or it has ended too many workers.

    Args:
        job: locked by this transaction.
        found_at: now by the database's clock, which also decides which job is due.
    """
    name = f"{job.task_name}[{job.pk}]"
    if job.attempts + 1 >= _attempts_of(job.task_name):
        _finish(job, Status.FAILED, delete=False)
        log.error("Job %s ended its worker or failed %d times and is given up.", name, job.attempts + 1)
        return
    if job.queueing_lock and _another_waits(job.queueing_lock):
        _finish(job, Status.ABORTED, delete=True)
        log.warning("Job %s was left by its worker; the next one waits already.", name)
        return
    wait = dt.timedelta(seconds=WAIT_S * job.attempts)
    try:
        with transaction.atomic():
            JobManager(DjangoConnector()).retry_job_by_id(job.pk, retry_at=found_at + wait)
    except exceptions.UniqueViolation:  # queued by another worker in this moment
        _finish(job, Status.ABORTED, delete=True)
    log.warning("Job %s was left by its worker and is taken up again.", name)


def _another_waits(queueing_lock: str) -> bool:
    waiting = ProcrastinateJob.objects.filter(status=Status.TODO.value, queueing_lock=queueing_lock)
    return waiting.exists()


def _attempts_of(task_name: str) -> int:
    task = app.tasks.get(task_name)
    strategy = task.retry_strategy if task else None
    own = strategy.max_attempts if isinstance(strategy, RetryStrategy) else None
    return max(ATTEMPTS_MAX, own or 0)


def _finish(job: ProcrastinateJob, status: Status, *, delete: bool) -> None:
    """End a job in this transaction, as its worker would have."""
    DjangoConnector().execute_query(
        sql.queries["finish_job"], job_id=job.pk, status=status.value, delete_job=delete
    )

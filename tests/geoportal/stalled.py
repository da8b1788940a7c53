"""Jobs as a killed worker leaves them, in procrastinate's own tables."""

from typing import Any

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob


def make_worker(*, silent_s: float = 0) -> int:
    """Return a worker that was last heard of so many seconds ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) "
            "RETURNING id",
            [silent_s],
        )
        return int(cursor.fetchone()[0])


def begin_job(worker: int) -> ProcrastinateJob:
    """Let a worker take the next job."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
        return ProcrastinateJob.objects.get(pk=cursor.fetchone()[0])


def leave_job(
    task: Any, *, queueing_lock: str | None = None, attempts: int = 0, silent_s: float = 40, **arguments: Any
) -> ProcrastinateJob:
    """Queue a job and let a worker take it that was then killed."""
    options = {"queueing_lock": queueing_lock} if queueing_lock else {}
    number = task.configure(**options).defer(**arguments)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = %s WHERE id = %s", [attempts, number])
    job = begin_job(make_worker(silent_s=silent_s))
    assert job.pk == number
    return job

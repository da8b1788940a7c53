"""Jobs that a killed worker left are found within a minute and run again; one that always kills its worker is not."""

import logging
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.worker import Worker

from geoportal.tasks import ATTEMPTS_MAX, STALLED_AFTER_S, WAIT_S, note_concurrency, resume_stalled_jobs
from proposals.residents.tasks import send_receipt, send_receipts
from stops.network.tasks import follow_vehicles
from tests.geoportal.stalled import begin_job, leave_job, make_worker

pytestmark = pytest.mark.django_db
LOCK = "follow_vehicles"


def resume(job: ProcrastinateJob | None = None) -> int:
    """Look for stalled jobs, as that job of a worker with one job at a time, or as nobody's."""
    context = Mock(job=job and job.procrastinate_job.evolve(worker_id=job.worker_id), additional_context={})
    if job is not None:
        note_concurrency(lambda: None, context, Mock(concurrency=1))
    return int(resume_stalled_jobs(context, timestamp=0))


def test_a_job_of_a_killed_worker_waits_again() -> None:
    left = leave_job(send_receipt, proposal_id=7)
    assert resume() == 1
    job = ProcrastinateJob.objects.get()
    assert (job.pk, job.status, job.attempts, job.args) == (left.pk, "todo", 1, {"proposal_id": 7})
    let_time_pass()
    assert begin_job(make_worker()).pk == left.pk


def test_a_job_of_a_worker_that_lives_is_left_alone() -> None:
    leave_job(send_receipt, proposal_id=7, silent_s=STALLED_AFTER_S - 5)
    assert resume() == 0
    assert ProcrastinateJob.objects.get().status == "doing"


def test_a_job_whose_worker_is_forgotten_already_waits_again() -> None:
    leave_job(send_receipt, proposal_id=7)
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_prune_stalled_workers_v1(30)")
    assert resume() == 1
    assert ProcrastinateJob.objects.get().status == "todo"


def test_what_a_worker_left_under_its_own_name_waits_again() -> None:
    """It ended while the database was away and nobody wrote that down; the worker itself lives."""
    left = leave_job(send_receipt, proposal_id=7, silent_s=0)
    resume_stalled_jobs.defer(timestamp=0)
    looking = begin_job(left.worker_id)
    assert resume(looking) == 1
    assert set(ProcrastinateJob.objects.values_list("pk", "status")) == {
        (left.pk, "todo"),
        (looking.pk, "doing"),
    }


def test_a_worker_with_several_jobs_at_a_time_keeps_its_others() -> None:
    context = Mock(spec=JobContext, additional_context={})
    note_concurrency(lambda: None, context, Mock(spec=Worker, concurrency=2))
    assert context.additional_context == {"does_one_at_a_time": False}


def test_a_lock_and_a_place_in_the_queue_are_free_again() -> None:
    leave_job(follow_vehicles, timestamp=0)
    follow_vehicles.defer(timestamp=20)
    assert begin_job_or_none() is None
    assert resume() == 1
    [job] = ProcrastinateJob.objects.all()
    assert (job.status, job.args) == ("todo", {"timestamp": 20})
    assert begin_job(make_worker()).lock == LOCK


def test_of_several_left_with_one_place_in_the_queue_one_waits_again() -> None:
    for turn in range(3):
        leave_job(send_receipts, timestamp=turn)
    assert resume() == 3
    assert ProcrastinateJob.objects.get().status == "todo"


def test_a_job_that_always_kills_its_worker_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    send_receipts.defer(timestamp=0)
    worker = make_worker(silent_s=40)
    for kills in range(1, ATTEMPTS_MAX + 1):
        let_time_pass()
        begin_job(worker)
        assert resume() == 1
        job = ProcrastinateJob.objects.get()
        assert job.attempts == kills
        if kills < ATTEMPTS_MAX:
            assert waits_s(job) == pytest.approx(WAIT_S * (kills - 1), abs=5)
    assert job.status == "failed"
    assert any(record.levelno == logging.ERROR and "given up" in record.message for record in caplog.records)
    send_receipts.defer(timestamp=5)
    assert begin_job(make_worker()).args == {"timestamp": 5}


def test_a_task_with_more_attempts_of_its_own_has_those() -> None:
    leave_job(send_receipt, proposal_id=7, attempts=ATTEMPTS_MAX)
    resume()
    assert ProcrastinateJob.objects.get().status == "todo"


def test_the_task_that_looks_is_found_by_the_next_and_comes_first() -> None:
    left = leave_job(resume_stalled_jobs, timestamp=0)
    send_receipts.defer(timestamp=0)
    resume_stalled_jobs.defer(timestamp=15)
    looking = begin_job(make_worker())
    assert looking.args == {"timestamp": 15}
    assert resume(looking) == 1
    assert ProcrastinateJob.objects.get(pk=left.pk).status == "todo"


def test_all_is_found_within_a_minute() -> None:
    [periodic] = [
        each
        for each in app.periodic_registry.periodic_tasks.values()
        if each.task.name == resume_stalled_jobs.name
    ]
    start = periodic.croniter.get_next(ret_type=float, start_time=0.0)
    assert STALLED_AFTER_S + periodic.croniter.get_next(ret_type=float, start_time=start) - start <= 45


def waits_s(job: ProcrastinateJob) -> float:
    """Return for how long a job still waits, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM %s - statement_timestamp())", [job.scheduled_at])
        return float(cursor.fetchone()[0])


def let_time_pass() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")


def begin_job_or_none() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [make_worker()])
        return cursor.fetchone()[0]

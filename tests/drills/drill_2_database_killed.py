"""The database is killed among a thousand submissions: what has a receipt is stored, once, and all goes on."""

import os
import signal
import time
from pathlib import Path

from tests.drills.conftest import Say
from tests.drills.mail_sink import MailSink
from tests.drills.portal import Portal, as_admin, ask, is_ready, wait_until
from tests.drills.residents import fill, post, send

SUBMISSIONS, KILL_AT, EMAIL_EACH = 1000, 400, 10
BACK_WITHIN_S, MAILED_WITHIN_S = 60.0, 120.0
STORED_SQL = "SELECT count(*) FROM proposals_proposal WHERE text LIKE 'outage:%%'"
KEYS_SQL = "SELECT count(*) FROM proposals_proposal WHERE idempotency_key = ANY(%s::uuid[])"


def drill_database_killed_among_submissions(portal: Portal, mails: MailSink, say: Say) -> None:
    sheets = fill(portal, SUBMISSIONS, prefix="outage", email_each=EMAIL_EACH)
    process = postmaster()

    def kill_once(received: int) -> None:
        if received == KILL_AT:
            os.kill(process, signal.SIGKILL)

    began = time.monotonic()
    sent = send(portal, sheets, after_each=kill_once)
    took_s = time.monotonic() - began
    wait_until(lambda: is_ready(portal.port), within_s=BACK_WITHIN_S, what="the portal is ready again")
    say(f"{SUBMISSIONS} submissions in {took_s:.1f} s, the database killed at {KILL_AT}: {dict(sent.tries)}")
    say(f"nobody was answered for {sent.gap_s:.1f} s at most")

    receipts = [receipt for receipt in sent.receipts.values() if receipt]
    assert len(receipts) == len(set(receipts)) == SUBMISSIONS
    assert sent.tries.total() > SUBMISSIONS  # somebody was sending when it was killed
    assert process != postmaster()
    assert ask(STORED_SQL) == SUBMISSIONS
    assert ask(KEYS_SQL, [sheet.key for sheet in sheets]) == SUBMISSIONS
    for sheet in sheets[:: SUBMISSIONS // 20]:  # the same form again leads to the same receipt
        assert post(portal.port, sheet) == ("303", sent.receipts[sheet.key])
    assert ask(STORED_SQL) == SUBMISSIONS

    wanted = {sheet.fields["contact"] for sheet in sheets if sheet.fields["contact"]}
    mailed_s = wait_until(
        lambda: wanted <= set(mails.taken), within_s=MAILED_WITHIN_S, what="all receipts are mailed"
    )
    assert sent.gap_s < BACK_WITHIN_S
    say(f"the worker mailed all {len(wanted)} receipts, the last {mailed_s:.1f} s after the last answer")


def postmaster() -> int:
    """Return the process of the drills' own database server."""
    with as_admin() as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    return int((Path(row[0]) / "postmaster.pid").read_text(encoding="utf-8").split()[0])

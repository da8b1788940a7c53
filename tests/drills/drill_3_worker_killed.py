"""The worker is killed among three hundred mails and while it follows the buses: nothing is lost, all goes on."""

from tests.drills.bus_feed import BusFeed
from tests.drills.conftest import Say
from tests.drills.mail_sink import MailSink
from tests.drills.portal import Portal, ask, wait_until
from tests.drills.residents import fill, send

MAILS, KILL_AT = 300, (80, 190)
MAILED_WITHIN_S, RESUMED_WITHIN_S = 180.0, 150.0
DOING_SQL = (
    "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'network.follow_vehicles' AND status = 'doing'"
)


def drill_worker_killed_among_mails(portal: Portal, mails: MailSink, say: Say) -> None:
    mails.is_open = False
    sheets = fill(portal, MAILS, prefix="mails", email_each=1)
    wanted = {sheet.fields["contact"] for sheet in sheets}
    assert len(send(portal, sheets).receipts) == MAILS
    assert not wanted & set(mails.taken)

    mails.is_open = True
    for kill_at in KILL_AT:
        wait_until(
            lambda at=kill_at: sum(mails.taken[address] for address in wanted) >= at,  # type: ignore[misc]
            within_s=MAILED_WITHIN_S,
            what=f"{kill_at} mails are sent",
        )
        portal.kill("worker")
    took_s = wait_until(
        lambda: wanted <= set(mails.taken), within_s=MAILED_WITHIN_S, what="all mails are sent"
    )
    doubled = {address: mails.taken[address] for address in wanted if mails.taken[address] > 1}
    say(
        f"{MAILS} mails, the worker killed at {KILL_AT}: none lost, {len(doubled)} doubled, last after {took_s:.1f} s"
    )
    assert sum(doubled.values()) - len(doubled) <= len(KILL_AT), doubled


def drill_worker_killed_while_following_buses(portal: Portal, feed: BusFeed, say: Say) -> None:
    feed.hold.set()
    asked = feed.asked
    wait_until(lambda: feed.asked > asked, within_s=60, what="the worker asks for the buses")
    wait_until(lambda: ask(DOING_SQL) == 1, within_s=20, what="the job is being done")
    portal.kill("worker")
    feed.hold.clear()
    answered = feed.answered
    resumed_s = wait_until(
        lambda: feed.answered > answered + 1, within_s=RESUMED_WITHIN_S, what="the buses are followed again"
    )
    say(f"the worker killed while following buses: followed again after {resumed_s:.1f} s")

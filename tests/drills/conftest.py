"""One portal with its mail server and its feed of buses for all drills; each prints what it measured."""

from collections.abc import Callable, Iterator

import pytest

from tests.drills.bus_feed import BusFeed, bus_feed
from tests.drills.mail_sink import MailSink, mail_sink
from tests.drills.portal import Portal, served

Say = Callable[[str], None]


@pytest.fixture(scope="session")
def mails() -> Iterator[MailSink]:
    """Take the portal's mails."""
    with mail_sink() as sink:
        yield sink


@pytest.fixture(scope="session")
def feed() -> Iterator[BusFeed]:
    """Say where the buses are."""
    with bus_feed() as buses:
        yield buses


@pytest.fixture(scope="session")
def portal(mails: MailSink, feed: BusFeed) -> Iterator[Portal]:
    """Serve the portal, looked after as `make run` does."""
    with served(
        EMAIL_URL=f"smtp://127.0.0.1:{mails.port}",
        GTFS_REALTIME_URL=f"http://127.0.0.1:{feed.port}/vehicles.pb",
    ) as running:
        yield running


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Give a function that prints a figure at once."""

    def speak(figures: str) -> None:
        with capsys.disabled():
            print(f"\n  {figures}", end="", flush=True)

    return speak

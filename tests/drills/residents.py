"""Residents who send the real form, and send it again with the same key where no answer came."""

import http.client
import queue
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.drills.portal import Portal, ask

SEE_OTHER = 303
PATIENCE_S, AGAIN_AFTER_S, GIVES_UP_AFTER_S = 30.0, 0.5, 120.0
WISHES = ("скамейку", "навес", "урну", "освещение", "пандус", "расписание", "табло", "разметку", "озеленение")
TOPICS_SQL = "SELECT slug FROM proposals_topic WHERE is_active ORDER BY slug LIMIT 1"
CONSENT_SQL = "SELECT version FROM proposals_consent ORDER BY valid_from DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filled form: its key, the code it stands under, its fields."""

    number: int
    key: str
    code: str
    fields: dict[str, str]


@dataclass(slots=True)
class Sent:
    """What came of many forms.

    Attributes:
        receipts: the address of each form's receipt, by its key.
        tries: how often each outcome came, an address or a failure.
        gap_s: the longest time in which nobody was answered.
    """

    receipts: dict[str, str] = field(default_factory=dict)
    tries: Counter[str] = field(default_factory=Counter)
    gap_s: float = 0.0
    last_at: float = field(default_factory=time.monotonic)


def fill(portal: Portal, count: int, *, prefix: str, email_each: int = 0) -> list[Sheet]:
    """Return filled forms with words of their own, some with an e-mail address.

    Args:
        portal: whose signs they stand under.
        count: how many.
        prefix: stands in each text and address, to find them by.
        email_each: every n-th leaves an address; 0: none.
    """
    topic, consent = ask(TOPICS_SQL), ask(CONSENT_SQL)
    sheets = []
    for number in range(count):
        wish = WISHES[number % len(WISHES)]
        has_email = email_each and number % email_each == 0
        fields = {
            "key": str(uuid.uuid4()),
            "consent": str(consent),
            "text": f"{prefix}: поставьте {wish} у входа № {number}, там всегда темно.",
            "topic": str(topic),
            "contact": f"{prefix}-{number}@example.org" if has_email else "",
        }
        sheets.append(Sheet(number, fields["key"], portal.codes[number % len(portal.codes)], fields))
    return sheets


def send(
    portal: Portal,
    sheets: Sequence[Sheet],
    *,
    residents: int = 8,
    after_each: Callable[[int], None] | None = None,
) -> Sent:
    """Let residents send the forms over the real address until each has its receipt.

    Args:
        portal: where to.
        sheets: the filled forms.
        residents: how many send at a time.
        after_each: is told how many have been received so far.
    """
    sent, lock = Sent(), threading.Lock()
    waiting: queue.SimpleQueue[Sheet] = queue.SimpleQueue()
    for sheet in sheets:
        waiting.put(sheet)

    def resident() -> None:
        while True:
            try:
                sheet = waiting.get_nowait()
            except queue.Empty:
                return
            receipt = _send_until_received(portal, sheet, sent, lock)
            with lock:
                sent.gap_s = max(sent.gap_s, time.monotonic() - sent.last_at)
                sent.last_at = time.monotonic()
                sent.receipts[sheet.key] = receipt
                received = len(sent.receipts)
            if after_each is not None:
                after_each(received)

    threads = [threading.Thread(target=resident) for _ in range(residents)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sent


def _send_until_received(portal: Portal, sheet: Sheet, sent: Sent, lock: threading.Lock) -> str:
    """Send a form as a browser does that is told to load again: the same key, the same words."""
    until = time.monotonic() + GIVES_UP_AFTER_S
    while time.monotonic() < until:
        outcome, receipt = post(portal.port, sheet)
        with lock:
            sent.tries[outcome] += 1
        if receipt:
            return receipt
        time.sleep(AGAIN_AFTER_S)
    return ""


def post(port: int, sheet: Sheet) -> tuple[str, str]:
    """Send a form once; return what came, and the address of the receipt where it was taken."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    headers = {
        "Host": "127.0.0.1",
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
        "Accept-Language": "ru",
        "User-Agent": "Mozilla/5.0 (Linux; Android 13) Mobile",
        "X-Forwarded-For": f"10.{sheet.number % 250}.{sheet.number // 250}.7",
    }
    try:
        connection.request("POST", f"/q/{sheet.code}/", urlencode(sheet.fields), headers)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, ""
    finally:
        connection.close()
    is_taken = answer.status == SEE_OTHER
    return str(answer.status), answer.headers.get("Location", "") if is_taken else ""

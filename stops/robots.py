"""Tell programs that fetch an address from people who open it: scans count people only.

The list is that of the library ``crawlerdetect``, which is kept up to date; what it does not know stands here.
Browsers inside Instagram, Facebook, VK, Telegram and other programs are people: somebody has tapped the address.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from crawlerdetect.providers.crawlers import data as listed_robots
from crawlerdetect.providers.exclusions import data as words_of_browsers

LENGTH_MAX = 512
"""Characters that are looked at: the longest agents of phones have some 450, and a search takes longer with each."""
AGENTS_KEPT = 4096
"""Most openings come from a few hundred agents: their answers are remembered by each process."""

OURS = (
    r"preview",
    r"(?:image|mail)[\w.-]{0,20}proxy",
    r"\bvia [\w.-]{0,40}(?:google|ggpht)",
    r"\d subscribers?\b",
    r"\b(?:uptime|synthetics?|monitoring|statuspage|healthcheck)",
    r"^[^\s(]{1,200}$",
    r"^(?!.*(?:Mozilla/|Opera[ /]|MIDP|UCWEB|BlackBerry))",
)
"""What the library does not know: link previews, images that a mail service fetches, readers of feeds and monitors.

The last two tell by what is missing: a product's name alone (``Deno/1.38``, ``Mozilla/5.0``), where every browser says
more of itself; and an agent without the name that all browsers give, as clients by which programs fetch addresses have
it (``Blackbox Exporter/0.24.0``, ``Dalvik/2.1.0 (…)``, previews of Viber and WhatsApp).
"""
NOT_OURS = frozenset({"WhatsApp"})
"""Of the library's list: the name stands in a browser's agent too, so only an agent that begins with it is a robot."""
ANY_PREFIX = r"[a-z0-9\-_]*"
"""What one entry of the library begins with: it finds nothing more, and takes the square of an agent's length."""
LETTERS = re.compile(r"[A-Za-z](?![?*+{])")


def is_robot(user_agent: str) -> bool:
    """Return whether a program sends this agent; every browser sends one, so an empty agent is a program's."""
    agent = user_agent[:LENGTH_MAX].strip()
    return not agent or _is_listed(agent)


@lru_cache(maxsize=AGENTS_KEPT)
def _is_listed(agent: str) -> bool:
    library, ours, people = _searches()
    return ours.search(agent) is not None or library.search(people.sub("", agent)) is not None


@cache
def _searches() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what finds the library's robots, ours, and the words of browsers that are taken out before."""
    listed = [entry.removeprefix(ANY_PREFIX) for entry in listed_robots if entry not in NOT_OURS]
    return (
        re.compile(_by_first_letter(listed), re.IGNORECASE),
        re.compile("|".join(OURS), re.IGNORECASE),
        re.compile("|".join(words_of_browsers), re.IGNORECASE),
    )


def _by_first_letter(entries: Iterable[str]) -> str:
    """Return one expression for all entries, in which a letter is compared once for all that begin with it.

    The 1,500 entries side by side are tried one after the other at each character, which takes eight times as long.
    """
    by_letter: dict[str, list[str]] = defaultdict(list)
    others = []
    for entry in entries:
        if LETTERS.match(entry) and "|" not in re.sub(r"\([^()]*\)", "", entry):
            by_letter[entry[0].lower()].append(entry[1:])
        else:
            others.append(f"(?:{entry})")
    return "|".join([*(f"{letter}(?:{'|'.join(ends)})" for letter, ends in by_letter.items()), *others])

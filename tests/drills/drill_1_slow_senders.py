"""Slow senders of every kind stop nobody, with nginx before the portal and without it."""

import http.client
import re
import stat

from tests.drills.conftest import Say
from tests.drills.portal import Portal, wait_until
from tests.drills.proxy import Proxy, proxy_before
from tests.drills.residents import fill, send
from tests.drills.slow import KINDS, slow_clients
from tests.drills.visitors import Visits, visit

SLOW_CLIENTS = 120
FOR_S = 20.0
P95_MAX_S, BUSY_MACHINE = 1.0, 1.5
"""Where the machine is busy with other things, visitors may wait this much longer than without slow clients."""
PAGES = ("/ru/", "/api/v1/heatmap?zoom=12", "/kk/proposals/", "/healthz")


def drill_slow_senders_stop_nobody(portal: Portal, say: Say) -> None:
    file = large_file(portal)
    pages = [*PAGES, f"/q/{portal.codes[0]}/"]
    alone = visit(pages, port=portal.port, for_s=5)
    with slow_clients(SLOW_CLIENTS, port=portal.port, post_to=pages[-1], get_from=file) as opened:
        beside = visit(pages, port=portal.port, for_s=FOR_S)
    say(f"directly, nobody slow: {alone}")
    say(f"directly, {SLOW_CLIENTS} slow clients: {beside}")
    check(alone, beside, opened)


def drill_slow_senders_stop_nobody_behind_nginx(portal: Portal, say: Say) -> None:
    file = large_file(portal)
    pages = [*PAGES, f"/q/{portal.codes[0]}/"]
    with proxy_before(portal.port) as proxy:
        alone = visit(pages, port=proxy.port, for_s=5, tls=proxy.tls)
        with slow_clients(
            SLOW_CLIENTS, port=proxy.port, post_to=pages[-1], get_from=file, tls=proxy.tls
        ) as opened:
            beside = visit(pages, port=proxy.port, for_s=FOR_S, tls=proxy.tls)
        say(f"through nginx, nobody slow: {alone}")
        say(f"through nginx, {SLOW_CLIENTS} slow clients: {beside}")
        check(alone, beside, opened)
        check_doors(proxy)


def drill_no_secret_is_in_the_logs_of_nginx(portal: Portal, say: Say) -> None:
    """Receipts are opened through nginx while the portal is there and while it is away."""
    sheets = fill(portal, 3, prefix="nginx", email_each=1)
    receipts = list(send(portal, sheets).receipts.values())
    secrets = [re.split(r"/r/", receipt)[1].strip("/") for receipt in receipts]
    assert all(len(secret) > 15 for secret in secrets)
    with proxy_before(portal.port) as proxy, proxy_before(1) as broken:
        for receipt in receipts:
            for port, tls in ((proxy.port, proxy.tls), (broken.port, broken.tls)):
                get(
                    port,
                    tls,
                    receipt,
                    {"Referer": f"https://localhost{receipt}", "Cookie": f"a={secrets[0]}"},
                )
                get(port, tls, f"{receipt}?again={secrets[0]}", {})
        written = [
            proxy.logs / "access.log",
            proxy.logs / "error.log",
            broken.logs / "access.log",
            broken.logs / "error.log",
        ]
        for log in written:
            assert stat.S_IMODE(log.stat().st_mode) == 0o640, log

        def noted() -> str:
            return "".join(log.read_text(encoding="utf-8") for log in written)

        # A request is noted after its answer has gone out.
        wait_until(
            lambda: noted().count("/r/-") >= 4 * len(receipts), within_s=10, what="nginx notes each request"
        )
        text = noted()
    assert text.count("/r/-") == 4 * len(receipts)
    for secret in [*secrets, "example.org", "127.0.0.1"]:
        assert secret not in text
    say(f"nginx wrote {len(text.splitlines())} lines about {len(secrets)} receipts and no secret of them")


def check(alone: Visits, beside: Visits, opened: dict[str, int]) -> None:
    """Every kind of slow client was there, every visitor was served, and soon."""
    assert all(opened[kind] >= SLOW_CLIENTS // len(KINDS) for kind in KINDS), opened
    assert set(beside.outcomes) == {"200"}
    assert beside.percentile_s(0.95) < max(P95_MAX_S, BUSY_MACHINE * alone.percentile_s(0.95))


def check_doors(proxy: Proxy) -> None:
    """The numbers of the machine stay inside, http leads to https, a form that is too large is refused."""
    assert get(proxy.port, proxy.tls, "/metrics", {}).status == 404
    led = get(proxy.http_port, None, "/kk/?topic=roads", {})
    assert (led.status, led.headers["Location"]) == (301, "https://localhost/kk/?topic=roads")
    too_large = {"Content-Length": str(33 * 1024 * 1024)}
    assert get(proxy.port, proxy.tls, "/kk/", too_large).status == 413


def get(port: int, tls: object, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    """Return one answer, read."""
    connection: http.client.HTTPConnection
    if tls is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    else:
        connection = http.client.HTTPSConnection("localhost", port, timeout=30, context=tls)  # type: ignore[arg-type]
    connection.request("GET", path, headers={"Host": "127.0.0.1", **headers})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def large_file(portal: Portal) -> str:
    """Return the address of a script that the map's page loads."""
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=30)
    connection.request("GET", "/ru/", headers={"Host": "127.0.0.1"})
    page = connection.getresponse().read().decode()
    connection.close()
    return re.findall(r'/static/[^"]*leaflet[^"]*\.js', page)[0]

"""Clients that take their time: they open connections, say a little, and keep them open."""

import asyncio
import contextlib
import itertools
import ssl
import threading
from collections.abc import Iterator

KINDS = ("idle", "header", "body", "chunk", "reader")
TRICKLE_S = 2.0
RECEIVE_BUFFER_BYTES = 4096


@contextlib.contextmanager
def slow_clients(
    count: int,
    *,
    port: int,
    post_to: str,
    get_from: str,
    host: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None,
) -> Iterator[dict[str, int]]:
    """Keep so many slow clients connected, the same number of each kind; yield how often each was opened.

    Args:
        count: clients at a time; one that the server closes is opened again.
        port: where the server listens.
        post_to: an address that takes a form.
        get_from: an address with a large answer, which the readers do not read.
        host: the name in ``Host``.
        tls: with which to encrypt, or nothing.
    """
    opened = dict.fromkeys(KINDS, 0)
    loop = asyncio.new_event_loop()
    heads = _heads(host, post_to, get_from)

    async def keep(kind: str) -> None:
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await _stay(kind, heads[kind], port, tls, opened)
            await asyncio.sleep(0.2)

    async def all_of_them() -> None:
        kinds = itertools.islice(itertools.cycle(KINDS), count)
        await asyncio.gather(*(keep(kind) for kind in kinds))

    task = loop.create_task(all_of_them())
    thread = threading.Thread(target=_run, args=(loop, task), daemon=True)
    thread.start()
    try:
        yield opened
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)
        loop.close()


def _run(loop: asyncio.AbstractEventLoop, task: "asyncio.Task[None]") -> None:
    asyncio.set_event_loop(loop)
    with contextlib.suppress(asyncio.CancelledError):
        loop.run_until_complete(task)


def _heads(host: str, post_to: str, get_from: str) -> dict[str, bytes]:
    form = "Content-Type: application/x-www-form-urlencoded\r\n"
    return {
        "idle": b"",
        "header": f"GET {get_from} HTTP/1.1\r\nHost: {host}\r\nX-Slow: ".encode(),
        "body": f"POST {post_to} HTTP/1.1\r\nHost: {host}\r\n{form}Content-Length: 1000\r\n\r\ntext=a".encode(),
        "chunk": f"POST {post_to} HTTP/1.1\r\nHost: {host}\r\n{form}Transfer-Encoding: chunked\r\n\r\nff\r\na".encode(),
        "reader": f"GET {get_from} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode() * 20,
    }


async def _stay(
    kind: str, head: bytes, port: int, tls: ssl.SSLContext | None, opened: dict[str, int]
) -> None:
    """Hold one connection until the server closes it."""
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=tls, server_hostname="localhost" if tls else None, limit=RECEIVE_BUFFER_BYTES
    )
    opened[kind] += 1
    try:
        writer.write(head)
        await writer.drain()
        if kind == "reader":
            await asyncio.sleep(3600)
        while True:
            if kind != "idle":
                writer.write(b"a")
                await writer.drain()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TRICKLE_S):
                    while await reader.read(RECEIVE_BUFFER_BYTES):
                        pass
                    return
    finally:
        writer.close()

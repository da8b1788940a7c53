"""A mail server that takes everything and remembers whom it was for; it may be closed for a while."""

import asyncio
import contextlib
import threading
from collections import Counter
from collections.abc import Iterator

TAKING_S = 0.02
"""A real server takes its time: a kill shall fall between two mails."""


class MailSink:
    """Counts the mails of each recipient; ``is_open`` says whether it takes any."""

    def __init__(self) -> None:
        self.is_open = True
        self.taken: Counter[str] = Counter()
        self.port = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak as much SMTP as a client needs."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._say(writer, "220 sink" if self.is_open else "421 come later")
            recipients: list[str] = []
            while self.is_open and (line := (await reader.readline()).decode().strip()):
                word = line.split(":")[0].split()[0].upper()
                if word == "RCPT":
                    recipients.append(line[line.index("<") + 1 : line.index(">")])
                if word == "DATA":
                    await self._say(writer, "354 go on")
                    await reader.readuntil(b"\r\n.\r\n")
                    await asyncio.sleep(TAKING_S)
                    self.taken.update(recipients)
                    recipients = []
                await self._say(writer, "221 bye" if word == "QUIT" else "250 sink")
                if word == "QUIT":
                    break
        writer.close()

    async def _say(self, writer: asyncio.StreamWriter, line: str) -> None:
        writer.write(f"{line}\r\n".encode())
        await writer.drain()


@contextlib.contextmanager
def mail_sink() -> Iterator[MailSink]:
    """Listen on a free port until the block ends."""
    sink, loop, started = MailSink(), asyncio.new_event_loop(), threading.Event()

    async def listen() -> None:
        server = await asyncio.start_server(sink.answer, "127.0.0.1", 0)
        sink.port = server.sockets[0].getsockname()[1]
        started.set()
        await server.serve_forever()

    task = loop.create_task(listen())

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield sink
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)
        loop.close()

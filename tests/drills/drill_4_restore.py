"""A base backup and the archived WAL are restored to a named minute: what was sent before it, and nothing after."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.drills.conftest import Say
from tests.drills.portal import LOGS, ROOT, Portal, admin, as_admin, ask, database, free_port, wait_until
from tests.drills.residents import fill, send

BEFORE, AFTER = 30, 20
ARCHIVED_WITHIN_S, RECOVERED_WITHIN_S = 60.0, 120.0
SENT_SQL = "SELECT count(*) FROM proposals_proposal WHERE text LIKE %s"


@pytest.fixture
def backups() -> Path:
    """Return the folder into which the drills' cluster archives."""
    return Path(os.environ["DRILLS_BACKUPS"])


def drill_restore_to_a_named_minute(portal: Portal, backups: Path, say: Say) -> None:
    media = backups / "media"
    run_as_owner(["sh", "-c", f"mkdir -m 755 {media} && printf 'a photo' >{media}/gone-later.jpg"], {})
    began = time.monotonic()
    script("backup.sh", "base", backups, MEDIA_ROOT=media)
    base_s = time.monotonic() - began

    assert all(send(portal, fill(portal, BEFORE, prefix="before", email_each=3)).receipts.values())
    target = str(ask("SELECT clock_timestamp()::text"))
    time.sleep(1.1)  # what is removed is known by the second
    run_as_owner(["rm", str(media / "gone-later.jpg")], {})
    script("backup.sh", "photos", backups, MEDIA_ROOT=media)
    assert all(send(portal, fill(portal, AFTER, prefix="after")).receipts.values())
    archive_all()
    script("backup.sh", "check", backups)

    began = time.monotonic()
    restored, photos = backups / "restored", backups / "restored-photos"
    script("restore.sh", backups, target, restored, photos)
    with started(restored) as url:
        recovered_s = time.monotonic() - began
        counts = {prefix: count(url, prefix) for prefix in ("before", "after")}
        checked = subprocess.run(
            [sys.executable, "manage.py", "check_heatmap"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
    say(f"base backup {base_s:.1f} s; restored to {target} within {recovered_s:.1f} s: {counts}")
    assert counts == {"before": BEFORE, "after": 0}
    assert (count(os.environ["DATABASE_URL"], "after"), checked.returncode) == (AFTER, 0), checked.stderr
    kept = run_as_owner(["cat", str(photos / "gone-later.jpg")], {})
    assert kept == "a photo"
    with pytest.raises(AssertionError, match="exists already"):
        script("restore.sh", backups, target, restored)


def owner() -> list[str]:
    """Return what runs a command as the user to whom the cluster belongs."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]


def run_as_owner(command: list[str], environment: dict[str, str], source: Path | None = None) -> str:
    """Run a command as the cluster's owner and return what it printed."""
    with (source or Path(os.devnull)).open("rb") as given:
        done = subprocess.run(
            [*owner(), *command],
            cwd="/",
            env={**os.environ, **environment},
            stdin=given,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout


def script(name: str, *arguments: object, **environment: object) -> None:
    """Run one of the scripts of ``deploy/`` as the cluster's owner, who may not enter the checkout."""
    run_as_owner(
        ["bash", "-s", *map(str, arguments)],
        {**admin(), **{key: str(value) for key, value in environment.items()}},
        ROOT / "deploy" / name,
    )


def archive_all() -> None:
    """Let the server archive what it has written so far, as it does by itself every minute."""
    with as_admin() as connection:
        row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        assert row is not None
        wait_until(
            lambda: bool(
                connection.execute(
                    "SELECT 1 FROM pg_stat_archiver WHERE last_archived_wal >= %s", [row[0]]
                ).fetchone()
            ),
            within_s=ARCHIVED_WITHIN_S,
            what="the WAL is archived",
        )


@contextmanager
def started(data: Path) -> Iterator[str]:
    """Start a server on a restored folder, wait until it has recovered; yield the portal's address in it."""
    version = run_as_owner(["cat", str(data / "PG_VERSION")], {}).strip()
    pg_ctl, port = f"/usr/lib/postgresql/{version}/bin/pg_ctl", free_port()
    run_as_owner(
        [
            pg_ctl,
            f"--pgdata={data}",
            f"--log={data}.log",
            "--wait",
            "--timeout=120",
            "--silent",
            f"--options=-p {port}",
            "start",
        ],
        {},
    )
    try:
        parts = urlsplit(os.environ["DATABASE_URL"])
        url = urlunsplit(parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{port}"))
        with database(url) as connection:
            wait_until(
                lambda: connection.execute("SELECT pg_is_in_recovery()").fetchone() == (False,),
                within_s=RECOVERED_WITHIN_S,
                what="the restored server has recovered",
            )
        yield url
    finally:
        (LOGS / "restored.log").write_text(run_as_owner(["cat", f"{data}.log"], {}), encoding="utf-8")
        run_as_owner([pg_ctl, f"--pgdata={data}", "--mode=fast", "--silent", "stop"], {})


def count(url: str, prefix: str) -> int:
    """Return how many proposals of a prefix a database holds."""
    with database(url) as connection:
        row = connection.execute(SENT_SQL, [f"{prefix}:%"]).fetchone()
    assert row is not None
    return int(row[0])

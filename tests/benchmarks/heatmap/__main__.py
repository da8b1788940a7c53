"""Make a database of each size, measure it, and print one table: ``python -m tests.benchmarks.heatmap``.

Environment: DATABASE_URL names a cluster whose role may make databases; BENCH_SIZES the sizes (100000 1000000),
to which BENCH_N adds one, such as 10000000; BENCH_BASELINES how many of the 100 views of each class are
also counted by GROUP BY, which takes most of the time; BENCH_KEEP=1 keeps the databases for another run.
"""

import datetime as dt
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.benchmarks.heatmap.dropping import drop_at_last
from tests.benchmarks.heatmap.plot import growth_curve
from tests.benchmarks.heatmap.report import LARGEST_FROM, MAIN_SIZE, Results, bars_of, table_of

ROOT = Path(__file__).resolve().parents[3]
OUTPUT = ROOT / ".local" / "bench"
SIZES = "100000 1000000"
VIEWS_EACH, BASELINES_WHERE_SLOW = 100, 12
SERVER_STEPS = ("requests", "publishing", "submissions", "reassigning")
SHOWN_SETTINGS = (
    "server_version", "shared_buffers", "work_mem", "effective_cache_size", "max_wal_size", "random_page_cost",
    "jit", "fsync", "synchronous_commit", "full_page_writes", "max_parallel_workers_per_gather",
)  # fmt: skip


def main() -> None:
    """Measure all sizes; the exit status is 1 where a bar is not met."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    sizes = sorted({int(size) for size in [*os.environ.get("BENCH_SIZES", SIZES).split(), *_largest()]})
    main_size = MAIN_SIZE if MAIN_SIZE in sizes else max(size for size in sizes if size < LARGEST_FROM)
    about = _about()
    _say(json.dumps(about, ensure_ascii=False))
    results: Results = {}
    for size in sizes:
        url = _database(size)
        results[size] = _prepare(url, size) | _measure(url, size, with_server=size == main_size)
        if not os.environ.get("BENCH_KEEP"):
            _drop(url)
    written = {"about": about, "results": results, "bars": [_bar(bar) for bar in bars_of(results)]}
    (OUTPUT / "heatmap.json").write_text(json.dumps(written, indent=1, ensure_ascii=False), encoding="utf-8")
    (OUTPUT / "heatmap.svg").write_text(growth_curve(results), encoding="utf-8")
    print(f"\nThe heat map, {about['date']}, {about['machine']}\n")
    print(table_of(results))
    print("\nWritten: .local/bench/heatmap.json, .local/bench/heatmap.svg")
    sys.exit(not all(bar.is_met for bar in bars_of(results)))


def _largest() -> list[str]:
    return [os.environ["BENCH_N"]] if os.environ.get("BENCH_N") else []


def _bar(bar: Any) -> dict[str, Any]:
    return {name: getattr(bar, name) for name in ("name", "value", "limit", "at_least", "detail", "is_met")}


def _about() -> dict[str, Any]:
    """Return when, where and with which settings of PostgreSQL this is measured."""
    with psycopg.connect(_plain(os.environ["DATABASE_URL"])) as connection:
        rows = [
            (name, connection.execute(sql.SQL("SHOW {}").format(sql.Identifier(name))).fetchone())
            for name in SHOWN_SETTINGS
        ]
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "date": f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{os.cpu_count()} cores, {memory_gb:.0f} GB, {platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
        "postgresql": {name: row[0] if row else None for name, row in rows},
    }


def _plain(url: str) -> str:
    return url.replace("postgis://", "postgresql://", 1)


def _database(size: int) -> str:
    """Return the address of a size's own database."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"{parts.path}_heatmap_{size}"))


def _server(url: str) -> tuple[psycopg.Connection[Any], sql.Identifier]:
    """Return a connection beside a database, and its name."""
    beside = psycopg.connect(_plain(os.environ["DATABASE_URL"]), autocommit=True)
    return beside, sql.Identifier(urlsplit(url).path.lstrip("/"))


def _drop(url: str) -> None:
    """Drop a database; where it cannot be, it stays, for what was measured is worth more than its disk."""
    beside, name = _server(url)
    with beside:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
        if (error := drop_at_last(lambda: beside.execute(statement))) is not None:
            _say(f"{name.as_string(beside)} stays: {error}")


def _prepare(url: str, size: int) -> dict[str, Any]:
    """Make and fill a database, or bring a kept one up to date."""
    beside, name = _server(url)
    with beside:
        known = beside.execute("SELECT 1 FROM pg_database WHERE datname = %s", [urlsplit(url).path[1:]])
        if is_new := known.fetchone() is None:
            beside.execute(sql.SQL("CREATE DATABASE {}").format(name))
    _run(url, "manage.py", "migrate", "--verbosity", "0")
    began = time.monotonic()
    if is_new:
        _say(f"loading {size:,} proposals")
        _run(url, "manage.py", "seed_load", "--proposals", str(size), "--yes-into-this-database")
    loaded_s = time.monotonic() - began
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
    return {"loaded_s": loaded_s} if is_new else {}


def _measure(url: str, size: int, *, with_server: bool) -> dict[str, Any]:
    _say(f"measuring at {size:,}")
    output = OUTPUT / f"heatmap-{size}.json"
    usual = BASELINES_WHERE_SLOW if size >= LARGEST_FROM else VIEWS_EACH
    baselines = min(usual, int(os.environ.get("BENCH_BASELINES", usual)))
    steps = ["rebuild", "proof", *(SERVER_STEPS if with_server else ())]
    _run(
        url, "-m", "tests.benchmarks.heatmap.measure", "--output", str(output), "--views", str(VIEWS_EACH),
        "--baselines", str(baselines), "--steps", *steps,
    )  # fmt: skip
    measured: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return measured


def _run(url: str, *arguments: str) -> None:
    environment = {
        **os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.heatmap.settings",
        "PYTHONPATH": str(ROOT), "DEBUG": "0",
    }  # fmt: skip
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True)


def _say(said: str) -> None:
    print(f"· {said}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

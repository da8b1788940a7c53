"""PostgreSQL's own load generator, whose transactions cost the client next to nothing."""

import os
import re
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

TPS = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)


def find_program() -> str:
    """Return the newest ``pgbench``; it comes with the server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    if not found:
        raise FileNotFoundError("pgbench is not installed: it comes with PostgreSQL's server")
    return str(found[-1])


def run(script: str, *, clients: int, transactions_each: int, **variables: int) -> float:
    """Run a script on the database of DATABASE_URL and return transactions a second."""
    address = urlsplit(os.environ["DATABASE_URL"])
    environment = {
        **os.environ, "PGHOST": address.hostname or "", "PGPORT": str(address.port or 5432),
        "PGUSER": unquote(address.username or ""), "PGPASSWORD": unquote(address.password or ""),
        "PGDATABASE": address.path.lstrip("/"),
    }  # fmt: skip
    defines = [f"--define={name}={value}" for name, value in variables.items()]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        done = subprocess.run(
            [
                find_program(), "--no-vacuum", "--protocol=prepared", f"--client={clients}", "--jobs=2",
                f"--transactions={transactions_each}", *defines, f"--file={file.name}",
            ],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
    found = TPS.search(done.stdout)
    if found is None or "aborted" in done.stderr:
        raise RuntimeError(f"pgbench failed: {done.stderr[-500:]}")
    return float(found[1])

"""What the scripts of `make` share does what its callers rely on."""

import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def bash(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run lines of bash after ``lib.sh``."""
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f". deploy/lib.sh\n{script}", "deploy/try", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("said", "arguments"),
    [
        ("", []),
        ("-k scan -q", ["-k", "scan", "-q"]),
        ("-k 'not browser'", ["-k", "not browser"]),
        ('tests/a.py -k "not browser and not slow"', ["tests/a.py", "-k", "not browser and not slow"]),
        ("-k $(touch never) `ls` *", ["-k", "$(touch", "never)", "`ls`", "*"]),
    ],
)
def test_arguments_for_pytest_keep_their_quotes_together(said: str, arguments: list[str]) -> None:
    done = bash(
        'read_arguments "$1"; for word in ${arguments[@]+"${arguments[@]}"}; do echo "$word"; done', said
    )
    assert (done.returncode, done.stdout.splitlines()) == (0, arguments)


def test_an_open_quote_is_refused_and_runs_nothing() -> None:
    done = bash('read_arguments "$1"; echo went on', "-k 'not browser")
    assert done.returncode == 1
    assert "went on" not in done.stdout
    assert "quote" in done.stderr


def test_every_runner_of_pytest_reads_its_arguments_so() -> None:
    for name in ("test.sh", "bench.sh", "drills.sh"):
        script = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        assert 'read_arguments "${PYTEST_ARGS:-}"' in script
    assert "--durations=20" in (ROOT / "deploy" / "test.sh").read_text(encoding="utf-8")


def test_what_ends_by_itself_is_started_again_and_all_of_it_ends_with_the_script(tmp_path: Path) -> None:
    script = f"""
LOGS={tmp_path}
. deploy/supervise.sh
trap stop_children EXIT
start_child once bash -c 'echo began >>{tmp_path}/began; exec sleep 600'
first=${{pid_of[once]}}
until [ -s {tmp_path}/began ]; do sleep 0.05; done
kill -9 "$first"
while kill -0 "$first" 2>/dev/null; do sleep 0.05; done
until [ "$(wc -l <{tmp_path}/began)" = 2 ]; do look_after once; sleep 0.05; done
echo "${{pid_of[once]}}"
"""
    done = bash(script)
    assert done.returncode == 0, done.stderr
    assert "the once ended by itself (status 137); starting it again in 1 s" in done.stderr
    assert "the once was started again" in done.stderr
    assert not Path(f"/proc/{int(done.stdout)}").exists()
    assert (tmp_path / "once.log").stat().st_mode & 0o777 == 0o600


def test_what_is_left_of_ended_connections_does_not_take_the_clusters_port() -> None:
    """The database comes back on its own port: the end of a connection keeps it from nobody who listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            taken, _address = server.accept()
            taken.close()  # the server ends it first, as one that is killed does: its side of it waits
            client.recv(1)
    text = (ROOT / "deploy" / "cluster.sh").read_text(encoding="utf-8")
    probe = text[text.index("import socket, sys") : text.index("PYTHON\n}")]
    found = subprocess.run(
        ["python3", "-", str(port)], input=probe, capture_output=True, text=True, check=True
    )
    assert int(found.stdout) == port

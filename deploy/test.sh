#!/usr/bin/env bash
# Sets up what is missing, tests the scripts of pages, then the rest on a database cluster of its own (`make test`).
# WORKERS=n sets the number of processes; PYTEST_ARGS is handed to pytest.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$ROOT"
prepare_state
exec 9>"$STATE/test.lock"
flock --nonblock 9 || fail "the tests of this checkout run already."
"$ROOT/deploy/packages.sh" test 9>&-
"$ROOT/deploy/python_env.sh" dev 9>&-
say "testing the scripts of pages"
node --import ./tests/scripts/static_folders.js --test --test-reporter=spec tests/scripts/*.test.js 9>&-
if [ -z "${DATABASE_URL:-}" ]; then
    trap '"$ROOT/deploy/cluster.sh" remove test 9>&-' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    "$ROOT/deploy/cluster.sh" remove test 9>&-
    use_cluster test 9>&-
fi
compile_messages
export SECRET_KEY=only-for-the-tests-only-for-the-tests-only-for-the-tests
unset DEBUG DEMO PUBLIC_URL ALLOWED_HOSTS
read_arguments "${PYTEST_ARGS:-}"
# Few at a time, or one process is left with all the tests in a browser, which come last, while the others are done.
"$VENV/bin/python" -m pytest --numprocesses "${WORKERS:-auto}" --maxschedchunk=10 --durations=20 ${arguments[@]+"${arguments[@]}"} 9>&-

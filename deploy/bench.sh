#!/usr/bin/env bash
# Sets up what is missing and measures, on a database cluster of its own (`make bench`); PYTEST_ARGS picks some.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$ROOT"
prepare_state
"$ROOT/deploy/packages.sh" test
"$ROOT/deploy/python_env.sh" dev
if [ -z "${DATABASE_URL:-}" ]; then
    trap '"$ROOT/deploy/cluster.sh" remove bench' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    "$ROOT/deploy/cluster.sh" remove bench
    use_cluster bench
fi
compile_messages
export SECRET_KEY=only-for-the-tests-only-for-the-tests-only-for-the-tests
unset DEBUG DEMO PUBLIC_URL ALLOWED_HOSTS
read -r -a extra <<<"${PYTEST_ARGS:-}"
"$VENV/bin/python" -m pytest tests/benchmarks -q -o 'python_files=bench_*.py' -o 'python_functions=bench_*' ${extra[@]+"${extra[@]}"}

#!/usr/bin/env bash
# Sets up what is missing and measures, on a database cluster of its own (`make bench`).
# BENCH_N=10000000 adds that size to the heat map's; BENCH_SIZES="20000" tries it small; BENCH_ONLY=heatmap or signs
# measures one of the two; PYTEST_ARGS picks among the signs'.
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
if [ "${BENCH_ONLY:-signs}" = signs ]; then
    read_arguments "${PYTEST_ARGS:-}"
    "$VENV/bin/python" -m pytest tests/benchmarks -q -o 'python_files=bench_*.py' -o 'python_functions=bench_*' ${arguments[@]+"${arguments[@]}"}
fi
if [ "${BENCH_ONLY:-heatmap}" = heatmap ]; then
    manage collectstatic --no-input --verbosity 0
    "$VENV/bin/python" -m tests.benchmarks.heatmap
fi

#!/usr/bin/env bash
# Runs a command with the developers' virtual environment first on the path: with_env.sh COMMAND…
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$ROOT"
"$ROOT/deploy/python_env.sh" dev
PATH=$VENV/bin:$PATH exec "$@"

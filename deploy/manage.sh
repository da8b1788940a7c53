#!/usr/bin/env bash
# Runs a management command on the database of `make run`: manage.sh COMMAND…
# Starts the cluster for it when the portal is not running, and stops it again.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

prepare_state
read_dotenv
"$ROOT/deploy/packages.sh" run
"$ROOT/deploy/python_env.sh" run
if [ -z "${DATABASE_URL:-}" ]; then
    if ! "$ROOT/deploy/cluster.sh" running run; then
        trap '"$ROOT/deploy/cluster.sh" stop run' EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM HUP
    fi
    use_cluster run
fi
# What is printed leads to where the portal runs now.
running_at=$(sed -n 's|^\(http://[^ ]*\)/ .*|\1|p' "$STATE/run.lock" 2>/dev/null || true)
if [ -n "$running_at" ]; then export PUBLIC_URL=${PUBLIC_URL:-$running_at}; fi
prepare_private_settings
export DEMO=${DEMO:-1}
manage "$@"

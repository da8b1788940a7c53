#!/usr/bin/env bash
# Serves the drills' portal as `make run` does, looked after by the same lines: serve.sh PORT
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/../../deploy/lib.sh"
LOGS=$STATE/drills
# shellcheck source=deploy/supervise.sh
. "$ROOT/deploy/supervise.sh"

cd "$ROOT"
trap 'trap "" INT TERM HUP; stop_children' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
if [ -e "$STATE/drills.env" ]; then start_child database "$ROOT/deploy/cluster.sh" keep drills; fi
start_child web "$VENV/bin/gunicorn" --config deploy/gunicorn.conf.py --bind "127.0.0.1:$1" geoportal.wsgi:application
start_child worker "$VENV/bin/python" manage.py procrastinate worker
supervise

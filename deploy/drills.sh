#!/usr/bin/env bash
# Sets up what is missing and passes the fault drills, on ports and a durable cluster of their own (`make drills`).
# PYTEST_ARGS is handed to pytest: PYTEST_ARGS="-k restore" picks one.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$ROOT"
prepare_state
exec 9>"$STATE/drills.lock"
flock --nonblock 9 || fail "the drills of this checkout run already."
unset DATABASE_URL  # they kill their database: it is never somebody's
"$ROOT/deploy/packages.sh" drills 9>&-
"$ROOT/deploy/python_env.sh" dev 9>&-
backups=$(mktemp -d)
trap '"$ROOT/deploy/cluster.sh" remove drills 9>&-; rm -rf "$backups"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
"$ROOT/deploy/cluster.sh" remove drills 9>&-
use_cluster drills 9>&-
# The last drill restores: WAL is archived from the beginning, the killed database's too.
if [ "$(id -u)" = 0 ]; then chown postgres "$backups"; fi
admin_password=$(sed -n 's/^CLUSTER_ADMIN_PASSWORD=//p' "$STATE/drills.env")
port=$(sed -n 's/^PGPORT=//p' "$STATE/drills.env")
export DRILLS_BACKUPS=$backups DRILLS_ADMIN="PGHOST=127.0.0.1 PGPORT=$port PGUSER=postgres PGPASSWORD=$admin_password"
# shellcheck disable=SC2086  # four variables
as_owner env $DRILLS_ADMIN bash -s setup "$backups" <deploy/backup.sh
"$ROOT/deploy/cluster.sh" stop drills 9>&-
use_cluster drills 9>&-
compile_messages
mkdir -p "$STATE/drills"
export SECRET_KEY=only-for-the-drills-only-for-the-drills-only-for-the-drills
export CONTACTS_KEY=only-for-the-drills-too-only-for-the-drills-too-only-for
export DEMO=1 DEBUG=0 MEDIA_ROOT=$STATE/drills/media
unset PUBLIC_URL ALLOWED_HOSTS EMAIL_URL GTFS_REALTIME_URL
"$VENV/bin/python" deploy/prepare_demo.py >"$STATE/drills/demo.txt"
[ -e "$ROOT/staticfiles/staticfiles.json" ] || manage collectstatic --no-input --verbosity 0
read_arguments "${PYTEST_ARGS:-}"
"$VENV/bin/python" -m pytest tests/drills -q -p no:cacheprovider \
    -o 'python_files=drill_*.py' -o 'python_functions=drill_*' ${arguments[@]+"${arguments[@]}"} 9>&-

#!/usr/bin/env bash
# Deletes the demo's database cluster of this checkout, after asking (`make reset-db`, YES=1 to answer beforehand).
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

prepare_state
exec 9>>"$STATE/run.lock"
flock --nonblock 9 || fail "the portal of this checkout is running: stop it first."
if [ "${YES:-}" != 1 ]; then
    read -r -p "Delete the demo's database and everything written into it? [y/N] " answer
    [ "$answer" = y ] || exit 1
fi
"$ROOT/deploy/cluster.sh" remove run 9>&-
say "the demo's database is deleted; make run makes a new one"

#!/usr/bin/env bash
# Sets up what is missing and serves the portal with the demo city until Ctrl-C (`make run`).
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=deploy/supervise.sh
. "$(dirname "$0")/supervise.sh"

cd "$ROOT"
prepare_state
read_dotenv
port=${PORT:-8000}
if ! [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || [ "$port" -gt 65535 ]; then
    fail "PORT must be a number from 1 to 65535, not '$port'."
fi
mkdir -p "$STATE/logs"
chmod 700 "$STATE/logs"
touch "$STATE/run.lock"
exec 9<>"$STATE/run.lock"
flock --nonblock 9 || fail "the portal of this checkout runs already: $(cat "$STATE/run.lock")."
printf 'process %s is still setting it up' $$ >"$STATE/run.lock"

check_port() {
    python3 - "$port" <<'PYTHON' || fail "port $port on 127.0.0.1 is taken: stop what listens there, or choose another with make run PORT=8080."
import socket, sys

with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except OSError:
        sys.exit(1)
PYTHON
}

own_cluster=

# shellcheck disable=SC2317  # the trap calls it
stop_all() {
    trap '' INT TERM HUP
    stop_children
    if [ -n "$own_cluster" ]; then "$ROOT/deploy/cluster.sh" stop run 9>&- || true; fi
    : >"$STATE/run.lock"
}

# Migrations and demo; skipped when neither the code nor the fixtures nor the cluster is another. An own city
# (DEMO=0) is looked at each time: it is refused where the demo is left in its database, and told what it lacks.
prepare_demo() {
    local digest
    if [ "$DEMO" != 1 ]; then
        say "bringing the database up to date"
        "$VENV/bin/python" deploy/prepare_demo.py >"$STATE/demo.txt"
        return
    fi
    if [ -z "$own_cluster" ]; then
        say "bringing the database of DATABASE_URL up to date"
        "$VENV/bin/python" deploy/prepare_demo.py --only-if-empty >"$STATE/demo.txt"
        return
    fi
    digest=$(printf '%s' "$(hash_of districts stops proposals geoportal fixtures requirements.txt)" \
        "${DATABASE_URL%@*}" "$PUBLIC_URL" | sha256sum | cut -c1-16)
    if done_before demo "$digest"; then return; fi
    say "bringing the database up to date and loading the demo city"
    "$VENV/bin/python" deploy/prepare_demo.py >"$STATE/demo.txt"
    remember demo "$digest"
}

collect_static() {
    local digest folders
    mapfile -t folders < <(find geoportal districts stops proposals -type d -name static)
    digest=$(hash_of requirements.txt geoportal/settings.py geoportal/storage.py "${folders[@]}")
    if done_before static "$digest" && [ -e "$ROOT/staticfiles/staticfiles.json" ]; then return; fi
    say "collecting the static files"
    manage collectstatic --no-input --clear --verbosity 0
    remember static "$digest"
}

wait_until_ready() {
    local name
    for _ in $(seq 300); do
        if python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/readyz', timeout=2)" 2>/dev/null; then
            return
        fi
        for name in "${!pid_of[@]}"; do
            kill -0 "${pid_of[$name]}" 2>/dev/null || break 2
        done
        sleep 0.2
    done
    tail -n 20 "$STATE/logs/web.log" "$STATE/logs/worker.log" >&2
    fail "the portal did not come up; the logs are in .local/logs."
}

check_port
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
"$ROOT/deploy/packages.sh" run 9>&-
"$ROOT/deploy/python_env.sh" run 9>&-
if [ -z "${DATABASE_URL:-}" ]; then
    own_cluster=yes
    use_cluster run 9>&-
fi
prepare_private_settings
export DEMO=${DEMO:-1} DEBUG=${DEBUG:-0} PUBLIC_URL=${PUBLIC_URL:-http://127.0.0.1:$port}
export ALLOWED_HOSTS=${ALLOWED_HOSTS:-127.0.0.1,localhost}
# The demo's buses drive by the clock, so that a proposal from one is located by where it is.
if [ "$DEMO" = 1 ]; then export GTFS_REALTIME_URL=${GTFS_REALTIME_URL:-http://127.0.0.1:$port/demo/vehicles.pb}; fi
compile_messages
prepare_demo
collect_static

if [ -n "$own_cluster" ]; then start_child database "$ROOT/deploy/cluster.sh" keep run; fi
start_child worker "$VENV/bin/python" manage.py procrastinate worker
start_child web "$VENV/bin/gunicorn" --config deploy/gunicorn.conf.py --bind "127.0.0.1:$port" geoportal.wsgi:application
wait_until_ready
printf 'http://127.0.0.1:%s/ (process %s)' "$port" $$ >"$STATE/run.lock"
printf '\n'
cat "$STATE/demo.txt"
printf '\nThe portal runs at http://127.0.0.1:%s/ · logs in .local/logs · Ctrl-C stops it.\n' "$port"
supervise

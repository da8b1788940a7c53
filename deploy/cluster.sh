#!/usr/bin/env bash
# Makes, starts, stops and removes this checkout's own PostgreSQL clusters; touches no other.
#
#   cluster.sh start NAME    make it if need be, start it, wait until it answers
#   cluster.sh keep NAME     start it again on its own port whenever it ends by itself, until this is ended
#   cluster.sh stop NAME     stop it if it runs
#   cluster.sh remove NAME   stop it and delete its data
#   cluster.sh running NAME  exit 0 if it runs
#
# NAME is `run` (the demo, durable) or any other; a name that begins with `test` is tuned for throwaway data.
# start writes .local/NAME.env (mode 600) with DATABASE_URL and the PG* variables.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

action=${1:?start, keep, stop, remove or running} name=${2:?name of the cluster}
env_file=$STATE/$name.env

# The data lie in the checkout, or, when root's checkout is closed to the user postgres, beside Debian's clusters.
find_base() {
    base=$STATE/postgres
    if [ "$(id -u)" = 0 ] && ! as_owner test -x "$STATE"; then
        base=/var/lib/postgresql/geoportal-$(printf %s "$ROOT" | sha256sum | cut -c1-10)
    fi
    data=$base/$name
    log=$base/$name.log
}

find_server() {
    local candidate
    for candidate in /usr/lib/postgresql/*/bin; do
        if [ -x "$candidate/initdb" ] && [ -e "/usr/share/postgresql/$(basename "$(dirname "$candidate")")/extension/postgis.control" ]; then
            bin=$candidate
        fi
    done
    [ -n "${bin:-}" ] || fail "no PostgreSQL server with PostGIS found under /usr/lib/postgresql: run deploy/packages.sh run."
}

# A data folder keeps the version that made it, even after a newer server was installed.
match_version() {
    local version
    version=$(as_owner cat "$data/PG_VERSION")
    bin=/usr/lib/postgresql/$version/bin
    [ -x "$bin/pg_ctl" ] || fail "the data in $data need PostgreSQL $version, which is not installed any more."
}

is_running() { as_owner "$bin/pg_ctl" --pgdata="$data" status >/dev/null 2>&1; }

free_port() {
    python3 - "$1" <<'PYTHON'
import socket, sys

first = int(sys.argv[1])
for port in range(first, first + 500):
    with socket.socket() as probe:
        # As PostgreSQL itself: what is left of ended connections does not take the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
    print(port)
    break
PYTHON
}

write_settings() {
    local tuning="shared_buffers = 256MB"
    case $name in
        test*) tuning="$tuning
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum_naptime = 10min" ;;
    esac
    as_owner tee "$data/geoportal.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
timezone = 'UTC'
log_timezone = 'UTC'
random_page_cost = 1.1
jit = off
# Nothing that residents write stands in the server's log: errors go to the program that caused them, and neither
# statements nor their values, nor the rows that a detail quotes, are written.
log_statement = 'none'
log_min_messages = log
log_min_error_statement = panic
log_min_duration_statement = -1
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
$tuning
CONF
    if ! as_owner grep -q "^include 'geoportal.conf'" "$data/postgresql.conf"; then
        as_owner tee -a "$data/postgresql.conf" >/dev/null <<<"include 'geoportal.conf'"
    fi
}

write_env() {
    (umask 077 && cat >"$env_file.new" <<ENV
DATABASE_URL=postgis://geoportal:$password@127.0.0.1:$port/geoportal
PGHOST=127.0.0.1
PGPORT=$port
PGUSER=geoportal
PGPASSWORD=$password
PGDATABASE=geoportal
CLUSTER_ADMIN_PASSWORD=$admin_password
ENV
    ) && mv "$env_file.new" "$env_file"
}

read_env() {
    port=$(sed -n 's/^PGPORT=//p' "$env_file")
    password=$(sed -n 's/^PGPASSWORD=//p' "$env_file")
    admin_password=$(sed -n 's/^CLUSTER_ADMIN_PASSWORD=//p' "$env_file")
}

random_hex() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

start_on_port() {
    as_owner "$bin/pg_ctl" --pgdata="$data" --log="$log" --wait --timeout=120 --silent \
        --options="-p $port" start >/dev/null
}

start_server() {
    local attempt wanted
    for attempt in 1 2 3; do
        wanted=$(free_port "$port")
        [ -n "$wanted" ] || fail "no free port from $port on for the database."
        port=$wanted
        write_env
        if start_on_port; then return; fi
        say "the database did not start on port $port (try $attempt of 3)"
        port=$((port + 1))
    done
    as_owner tail -n 5 "$log" >&2 || true
    fail "PostgreSQL did not start; its log is $log."
}

create() {
    find_server
    say "making the database cluster '$name' in $data"
    if [ "$(id -u)" = 0 ]; then
        install -d -o postgres -g postgres -m 700 "$base"
    else
        install -d -m 700 "$base"
    fi
    password=$(random_hex) admin_password=$(random_hex)
    port=$((54000 + 0x$(printf %s "$ROOT/$name" | sha256sum | cut -c1-4) % 1000))
    as_owner tee "$base/$name.password" >/dev/null <<<"$admin_password"
    as_owner "$bin/initdb" --pgdata="$data" --username=postgres --pwfile="$base/$name.password" \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-instructions >/dev/null
    as_owner rm "$base/$name.password"
    write_settings
    start_server
    PGHOST=127.0.0.1 PGPORT=$port PGUSER=postgres PGPASSWORD=$admin_password PGDATABASE=template1 \
        "$bin/psql" --no-psqlrc --quiet --set=ON_ERROR_STOP=1 <<SQL
SET client_min_messages = warning;
CREATE EXTENSION postgis;
CREATE EXTENSION btree_gist;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION pgcrypto;
CREATE ROLE geoportal LOGIN CREATEDB PASSWORD '$password';
CREATE DATABASE geoportal OWNER geoportal;
SQL
    as_owner touch "$data/geoportal.ready"
}

# Data of an earlier checkout at this path, or of an interrupted make: never used blindly, never lost.
set_aside() {
    as_owner test -e "$data" || return 0
    if as_owner test -e "$data/PG_VERSION"; then
        match_version
        if is_running; then as_owner "$bin/pg_ctl" --pgdata="$data" --silent --mode=fast stop; fi
    fi
    if as_owner test -e "$data/geoportal.ready"; then
        local aside
        aside=$data.until-$(date +%Y%m%d-%H%M%S)
        as_owner mv "$data" "$aside"
        say "an earlier checkout's database was here; it is kept in $aside"
    else
        as_owner rm -rf "$data"
    fi
}

start() {
    exec 8>"$STATE/$name.cluster.lock"
    flock 8
    if [ ! -e "$env_file" ] || ! as_owner test -e "$data/geoportal.ready"; then
        set_aside
        (exec 8>&-; create)
        return
    fi
    match_version
    is_running && return
    read_env
    write_settings  # those of this version, also for data of an older one
    (exec 8>&-; start_server)
}

is_alive() {
    local postmaster
    postmaster=$(as_owner head -n 1 "$data/postmaster.pid" 2>/dev/null) && as_owner kill -0 "$postmaster" 2>/dev/null
}

# Programs that run know the port: it is kept, and waited for while the old server's last processes still end.
start_again() {
    local attempt
    flock 8
    if is_alive; then return; fi
    for attempt in $(seq 60); do
        if (exec 8>&-; start_on_port 2>/dev/null); then
            say "the database had ended by itself; it answers again on port $port"
            return
        fi
        if [ "$attempt" = 1 ]; then say "the database does not start again yet; its log is $log"; fi
        sleep 1
    done
    fail "the database did not start again on port $port; its log is $log."
}

keep() {
    match_version
    read_env
    while sleep 1; do
        if ! is_alive; then (start_again) 8>"$STATE/$name.cluster.lock"; fi
    done
}

stop() {
    as_owner test -e "$data/PG_VERSION" || return 0
    match_version
    if is_running; then as_owner "$bin/pg_ctl" --pgdata="$data" --silent --mode=fast --timeout=60 stop; fi
}

prepare_state
find_base
case $action in
    start) start ;;
    keep) keep ;;
    stop) stop ;;
    remove)
        stop
        as_owner rm -rf "$data" "$log"
        rm -f "$env_file"
        ;;
    running) as_owner test -e "$data/PG_VERSION" && match_version && is_running ;;
    *) fail "unknown action '$action'" ;;
esac

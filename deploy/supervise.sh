# shellcheck shell=bash
# Starts programs beside a script and starts again what ends by itself; sourced after lib.sh.

LOGS=${LOGS:-$STATE/logs}
# Programs by name: the process, what is run, when it began or shall begin again, how often it ended in a row.
declare -A pid_of command_of began_at due_at ends_of

# start_child NAME COMMAND…: in a session of its own, so that Ctrl-C reaches this script alone; it dies with it.
start_child() {
    local name=$1 log=$LOGS/$1.log
    shift
    command_of[$name]=$(printf '%q ' "$@")
    if [ -e "$log" ] && [ "$(stat -c %s "$log")" -gt 10000000 ]; then mv "$log" "$log.1"; fi
    (umask 077 && touch "$log" && chmod 600 "$log")
    if [ "$name" = database ]; then
        setsid setpriv --pdeathsig TERM -- "$@" >&2 9>&- </dev/null &  # what it says is for who reads here
    else
        setsid setpriv --pdeathsig TERM -- "$@" >>"$log" 2>&1 9>&- </dev/null &
    fi
    pid_of[$name]=$!
    printf '%s\n' "$!" >"$LOGS/$name.pid"
    began_at[$name]=$SECONDS
}

stop_children() {
    if [ ${#pid_of[@]} -gt 0 ]; then
        say "stopping"
        kill -TERM "${pid_of[@]}" 2>/dev/null || true
        for _ in $(seq 100); do
            kill -0 "${pid_of[@]}" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "${pid_of[@]}" 2>/dev/null || true
    fi
}

# What ended is started again, after a pause that doubles up to half a minute while it goes on ending.
look_after() {
    local name=$1 status=0 pause log=$LOGS/$1.log
    local -a again
    if [ -n "${pid_of[$name]:-}" ]; then
        if kill -0 "${pid_of[$name]}" 2>/dev/null; then return; fi
        wait "${pid_of[$name]}" || status=$?
        unset "pid_of[$name]"
        # What must not serve says so by this status, and would say it for ever.
        if [ "$status" = 3 ]; then fail "the $name refuses to start: $(tail -n 3 "$log")"; fi
        if [ $((SECONDS - began_at[$name])) -gt 60 ]; then ends_of[$name]=0; fi
        pause=$((1 << (${ends_of[$name]:-0} < 5 ? ${ends_of[$name]:-0} : 5)))
        if [ "$pause" -gt 30 ]; then pause=30; fi
        ends_of[$name]=$((${ends_of[$name]:-0} + 1))
        due_at[$name]=$((SECONDS + pause))
        say "the $name ended by itself (status $status); starting it again in $pause s; logs are in ${LOGS#"$ROOT/"}"
    elif [ "$SECONDS" -ge "${due_at[$name]}" ]; then
        eval "again=(${command_of[$name]})"
        start_child "$name" "${again[@]}"
        say "the $name was started again"
    fi
}

supervise() {
    local name
    while :; do
        for name in "${!command_of[@]}"; do look_after "$name"; done
        sleep 0.5 &
        wait $! || true
    done
}

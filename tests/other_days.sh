#!/usr/bin/env bash
# Passes the tests on other days than today: python, pytest and a PostgreSQL cluster of its own under Debian's faketime,
# so that the database's now() moves too. Browser and slow tests stay out: Chromium keeps its own time.
#
#   tests/other_days.sh                      the days below: all tests on WHOLE_DAYS, those about dates on DATED_DAYS
#   tests/other_days.sh whole 2028-02-29 …   all tests on these days
#   tests/other_days.sh dated 2026-11-26 …   the tests about dates on these days
#
# AT=HH:MM (UTC) is the time of day, 05:00 unless said; at 20:00 the city has its next day already.
# WORKERS and PYTEST_ARGS are as for make test. Not part of CI: it takes hours on two cores.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/../deploy/lib.sh"

WHOLE_DAYS=(2027-01-01 2028-02-29 2027-03-31 2027-07-01 2026-11-30 2026-12-31)
# The first and last days of months and years, what follows 29 February, the days around them; Nauryz, May's days off
# and the days on which clocks change elsewhere (Europe, America, Australia).
DATED_DAYS=(
    2026-11-26 2026-11-27 2026-11-28 2026-11-29 2026-12-01 2026-12-16 2026-12-30
    2027-01-02 2027-01-04 2027-01-31 2027-02-01 2027-02-24 2027-02-26 2027-02-28 2027-03-01 2027-03-08
    2027-03-14 2027-03-21 2027-03-23 2027-03-28 2027-03-30 2027-04-04 2027-04-30 2027-05-01 2027-05-08 2027-05-31
    2027-06-30 2027-07-06 2027-07-15 2027-07-31 2027-08-30 2027-08-31 2027-10-03 2027-10-25 2027-10-31 2027-11-07
    2027-12-31 2028-01-01 2028-02-28 2028-03-01
)
# What reads the clock, by itself or by way of the code under test, and takes no minutes.
DATED_TESTS=(
    tests/test_periodic_tasks.py tests/districts/test_locating.py tests/geoportal/test_charts.py
    tests/geoportal/test_kazakh.py tests/geoportal/test_stalled_jobs.py tests/proposals/api/test_api.py
    tests/proposals/browse tests/proposals/demo tests/proposals/heatmap/test_map_page.py
    tests/proposals/heatmap/test_scan_rates.py tests/proposals/intake/test_receipt.py
    tests/proposals/intake/test_receipts.py tests/proposals/intake/test_submission.py
    tests/proposals/intake/test_vehicle.py tests/proposals/intake/test_workdays.py tests/proposals/planning
    tests/proposals/review/test_moderation.py tests/proposals/review/test_pages.py
    tests/proposals/review/test_tasks.py tests/proposals/seeding/test_draws.py
    "tests/proposals/seeding/test_seed_load.py::test_proposals_of_residents_are_refused_without_leave"
    tests/proposals/test_assigning.py tests/proposals/test_filters.py tests/stops/life/test_acts.py
    tests/stops/realtime/test_saving.py tests/stops/signs/test_table.py tests/stops/test_misses.py
    tests/stops/test_report.py tests/stops/test_versions.py
)
CLUSTER=testdays

library=$(find /usr/lib -name libfaketimeMT.so.1 -print -quit)
[ -n "$library" ] || fail "Debian's package faketime is missing: apt-get install faketime."
at=${AT:-05:00}
[[ $at =~ ^([01][0-9]|2[0-3]):[0-5][0-9]$ ]] || fail "AT must be a time of day such as 20:00, not '$at'."
cd "$ROOT"
prepare_state
exec 9>"$STATE/$CLUSTER.lock"
flock --nonblock 9 || fail "the days are being tried already."
"$ROOT/deploy/python_env.sh" dev 9>&-
compile_messages
trap '"$ROOT/deploy/cluster.sh" remove "$CLUSTER" 9>&-' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
export SECRET_KEY=only-for-the-tests-only-for-the-tests-only-for-the-tests
unset DATABASE_URL DEBUG DEMO PUBLIC_URL ALLOWED_HOSTS
read -r -a extra <<<"${PYTEST_ARGS:-}"
"$ROOT/deploy/cluster.sh" remove "$CLUSTER" 9>&-
failed=()

# then_run COMMAND…: run it so many seconds from now. One distance for a whole day, so that the database and Python agree
# and time goes on; what measures durations (CLOCK_MONOTONIC) and the times of files stay true.
then_run() {
    env LD_PRELOAD="$library" FAKETIME="$(printf %+d "$distance_s")s" FAKETIME_DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1 "$@"
}

# try WHAT DAY TESTS…: one day. The cluster and its test databases, made on the first one, go on to the next.
try() {
    local what=$1 day=$2
    shift 2
    distance_s=$(($(date --utc --date="$day $at" +%s) - $(date +%s)))
    "$ROOT/deploy/cluster.sh" stop "$CLUSTER" 9>&-
    then_run "$ROOT/deploy/cluster.sh" start "$CLUSTER" 9>&-
    say "$what on $day at $at UTC"
    if ! then_run env "DATABASE_URL=$(sed -n 's/^DATABASE_URL=//p' "$STATE/$CLUSTER.env")" \
        "$VENV/bin/python" -m pytest -p tests.faked_clock --numprocesses "${WORKERS:-auto}" -m "not browser and not slow" \
        --reuse-db --quiet ${extra[@]+"${extra[@]}"} "$@" 9>&-; then
        failed+=("$what on $day")
    fi
}

case ${1:-days} in
    whole) for day in "${@:2}"; do try whole "$day" tests; done ;;
    dated) for day in "${@:2}"; do try dated "$day" "${DATED_TESTS[@]}"; done ;;
    days)
        for day in "${WHOLE_DAYS[@]}"; do try whole "$day" tests; done
        for day in "${DATED_DAYS[@]}"; do try dated "$day" "${DATED_TESTS[@]}"; done
        ;;
    *) fail "say whole or dated and the days, or nothing." ;;
esac
[ ${#failed[@]} = 0 ] || fail "red: $(printf '%s; ' "${failed[@]}")"
say "green on every day"

#!/usr/bin/env bash
# Makes a new data folder that goes on from a named minute: restore.sh FOLDER 'TARGET_TIME' NEW_DATA [NEW_PHOTOS]
#
#   restore.sh /backups '2026-11-28 09:14:00+05' /var/lib/postgresql/15/restored /var/lib/geoportal/media-restored
#
# FOLDER is what backup.sh wrote. Nothing that runs is touched, and nothing that exists is overwritten: start the new
# folder beside the old server, look at it, then let it take its place. Run as the server's own user (postgres).
set -euo pipefail

folder=${1:?the folder of the backups} target=${2:?the time to go back to} data=${3:?the new data folder}
photos=${4:-}
umask 077

say() { printf '· %s\n' "$*" >&2; }

fail() {
    printf 'Error: %s\n' "$*" >&2
    exit 1
}

# The last base backup that was finished by then.
choose_base() {
    local wanted candidate
    wanted=$(date -u -d "$target" +%Y-%m-%dT%H:%M:%SZ) || fail "'$target' is no time."
    for candidate in "$folder"/base/*/; do
        [ -e "$candidate/finished_at" ] || continue
        if [[ ! $(cat "$candidate/finished_at") > $wanted ]]; then chosen=${candidate%/}; fi
    done
    [ -n "${chosen:-}" ] || fail "no base backup in $folder was finished by $wanted."
}

# What was there at that time: what is there now, and what was removed after it.
restore_photos() {
    local moment removed
    moment=$(date -u -d "$target" +%Y%m%dT%H%M%SZ)
    mkdir -p "$photos"
    cp --archive "$folder/photos/." "$photos/"
    for removed in "$folder"/photos-removed/*/; do
        if [ -d "$removed" ] && [[ $(basename "$removed") > $moment ]]; then cp --archive "$removed/." "$photos/"; fi
    done
}

[ ! -e "$data" ] || fail "$data exists already: name a new folder."
[ -z "$photos" ] || [ ! -e "$photos" ] || fail "$photos exists already: name a new folder."
choose_base
bin=/usr/lib/postgresql/$(cat "$chosen/data/PG_VERSION")/bin
[ ! -x "$bin/pg_verifybackup" ] || "$bin/pg_verifybackup" --quiet "$chosen/data"
cp --archive "$chosen/data" "$data"
chmod 700 "$data"
touch "$data/recovery.signal"
# A restored server archives nothing until it is told to: it would write over the history that it came from.
cat >>"$data/postgresql.auto.conf" <<CONF
archive_mode = 'off'
restore_command = 'cp $folder/wal/%f %p'
recovery_target_time = '$(date -u -d "$target" '+%Y-%m-%d %H:%M:%S.%6N+00')'
recovery_target_action = 'promote'
CONF
if [ -n "$photos" ]; then restore_photos; fi
say "restored from $(basename "$chosen") into $data; when it is started it goes on to $target"

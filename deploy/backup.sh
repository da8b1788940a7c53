#!/usr/bin/env bash
# Daily base backups with WAL archiving, and the photos, so that any minute can be restored (deploy/restore.sh).
#
#   backup.sh setup FOLDER     make the server archive its WAL into FOLDER; restart it once after this
#   backup.sh base FOLDER      a verified base backup and the photos; keeps the last KEEP (7) and what belongs to them
#   backup.sh photos FOLDER    the photos alone, which WAL does not hold: every few minutes
#   backup.sh check FOLDER     exit 1 where the last base backup is older than 26 hours or WAL is not archived
#
# Run as the server's own user (postgres). PGHOST, PGPORT, PGUSER, PGPASSWORD lead to it, a superuser or the owner of
# the cluster; MEDIA_ROOT names the folder of the photos. FOLDER belongs on another disk, better on another machine.
set -euo pipefail

action=${1:?setup, base, photos or check} folder=${2:?the folder of the backups}
keep=${KEEP:-7}
umask 077

say() { printf '· %s\n' "$*" >&2; }

fail() {
    printf 'Error: %s\n' "$*" >&2
    exit 1
}

query() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="${PGDATABASE:-postgres}" "$@"; }

# The programs of the server's own version.
find_programs() {
    local major
    major=$(($(query --command='SHOW server_version_num') / 10000))
    bin=/usr/lib/postgresql/$major/bin
    [ -x "$bin/pg_basebackup" ] || fail "the programs of PostgreSQL $major are not in $bin."
}

# WAL is written under another name first, and is never overwritten by something else.
setup() {
    local archived="$folder/wal/%f"
    case $folder in
        /*) ;;
        *) fail "FOLDER must be a whole path." ;;
    esac
    case $folder in *[!A-Za-z0-9/._-]*) fail "FOLDER may hold letters, digits and /._- only." ;; esac
    mkdir -p "$folder/wal" "$folder/base" "$folder/photos" "$folder/photos-removed"
    query --command="ALTER SYSTEM SET archive_mode = on" \
        --command="ALTER SYSTEM SET archive_timeout = '60s'" \
        --command="ALTER SYSTEM SET archive_command = 'if test -e $archived; then cmp -s %p $archived; else cp %p $archived.part && sync $archived.part && mv $archived.part $archived; fi'"
    say "archiving into $folder/wal begins when the server is started again"
}

# What is gone from the portal stays as long as the base backups that knew it, for a resident may have it erased.
photos() {
    local stamp file
    [ -n "${MEDIA_ROOT:-}" ] && [ -d "$MEDIA_ROOT" ] || return 0
    stamp=$(date -u +%Y%m%dT%H%M%SZ)
    (cd "$folder/photos" && find . -type f -print0) | while IFS= read -r -d '' file; do
        if [ ! -e "$MEDIA_ROOT/$file" ]; then
            mkdir -p "$folder/photos-removed/$stamp/$(dirname "$file")"
            mv "$folder/photos/$file" "$folder/photos-removed/$stamp/$file"
        fi
    done
    cp --archive --update "$MEDIA_ROOT/." "$folder/photos/"
}

base() {
    local stamp
    find_programs
    stamp=$(date -u +%Y%m%dT%H%M%SZ)
    rm -rf "$folder"/base/*.unfinished
    "$bin/pg_basebackup" --pgdata="$folder/base/$stamp.unfinished/data" --checkpoint=fast --wal-method=stream \
        --manifest-checksums=SHA256 --no-password
    "$bin/pg_verifybackup" --quiet "$folder/base/$stamp.unfinished/data"
    date -u +%Y-%m-%dT%H:%M:%SZ >"$folder/base/$stamp.unfinished/finished_at"
    mv "$folder/base/$stamp.unfinished" "$folder/base/$stamp"
    photos
    forget
    say "base backup $stamp is made and verified ($(du -sh "$folder/base/$stamp" | cut -f1))"
}

# Base backups beyond the last KEEP, the WAL before the first that stays, photos removed before it.
forget() {
    local -a kept
    local oldest begins removed
    mapfile -t kept < <(find "$folder/base" -mindepth 1 -maxdepth 1 -type d ! -name '*.unfinished' -printf '%f\n' | sort)
    while [ ${#kept[@]} -gt "$keep" ]; do
        rm -rf "$folder/base/${kept[0]}"
        kept=("${kept[@]:1}")
    done
    oldest=${kept[0]}
    begins=$(sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]*\)).*/\1/p' "$folder/base/$oldest/data/backup_label")
    "$bin/pg_archivecleanup" "$folder/wal" "$begins"
    for removed in "$folder"/photos-removed/*/; do
        if [ -d "$removed" ] && [[ $(basename "$removed") < $oldest ]]; then rm -rf "$removed"; fi
    done
}

check() {
    local newest failing
    newest=$(find "$folder/base" -mindepth 2 -maxdepth 2 -name finished_at -mmin -1560 -printf x)
    [ -n "$newest" ] || fail "there is no base backup of the last 26 hours in $folder."
    failing=$(query --command="SELECT count(*) FROM pg_stat_archiver WHERE last_failed_time > coalesce(last_archived_time, '-infinity')")
    [ "$failing" = 0 ] || fail "WAL is not being archived into $folder/wal; the server's log says why."
    say "backups are in order"
}

# One at a time.
alone() {
    [ -d "$folder/base" ] || fail "run '$0 setup $folder' first."
    exec 9>"$folder/lock"
    flock 9
    "$1"
}

case $action in
    setup) setup ;;
    base) alone base ;;
    photos) alone photos ;;
    check) check ;;
    *) fail "unknown action '$action'" ;;
esac

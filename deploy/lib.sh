# shellcheck shell=bash
# What every script here shares: where things lie, how to speak, how to become root.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
STATE=$ROOT/.local
VENV=$ROOT/.venv
export ROOT STATE VENV

say() { printf '· %s\n' "$*" >&2; }

fail() {
    printf 'Error: %s\n' "$*" >&2
    exit 1
}

# The folder for everything that is made here and not committed; others may enter, none may read the secrets.
prepare_state() {
    mkdir -p "$STATE" 2>/dev/null || fail "cannot write in $ROOT: run this as the owner of the checkout."
    [ -w "$STATE" ] || fail "$STATE belongs to $(stat -c %U "$STATE"): run this as that user, or remove it."
    if [ "$(id -u)" = 0 ]; then chmod 755 "$STATE"; fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "'$*' needs root, and there is no sudo here: run it as root, then start again."
    fi
}

# PostgreSQL refuses to run as root, so root hands over to the user postgres; anybody else runs it as himself.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && setpriv --reuid=postgres --regid=postgres --init-groups -- "$@")
    else
        "$@"
    fi
}

# hash_of FILE_OR_FOLDER…: one digest over the contents and names of committed-like files.
hash_of() {
    (cd "$ROOT" && { find "$@" -type f ! -name '*.pyc' ! -name '*.mo' -print0 2>/dev/null || true; } \
        | LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -c1-16)
}

# done_before STEP DIGEST / remember STEP DIGEST: skip a step whose inputs have not changed.
done_before() { [ "$(cat "$STATE/stamps/$1" 2>/dev/null)" = "$2" ]; }
remember() {
    mkdir -p "$STATE/stamps"
    printf '%s\n' "$2" >"$STATE/stamps/$1"
}

# What .env says holds where the environment says nothing.
read_dotenv() {
    local line name
    [ -e "$ROOT/.env" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        name=${line%%=*}
        if [[ $line =~ ^[A-Z_]+= ]] && [ -z "${!name+set}" ]; then export "$name=${line#*=}"; fi
    done <"$ROOT/.env"
}

# own_key FILE: print a key of this checkout's own, made once, for its owner's eyes only.
own_key() {
    if [ ! -s "$STATE/$1" ]; then
        (umask 077 && od -An -N40 -tx1 /dev/urandom | tr -d ' \n' >"$STATE/$1")
    fi
    cat "$STATE/$1"
}

# What is private and not named: keys of this checkout's own, and mails that are kept as files.
prepare_private_settings() {
    if [ -z "${SECRET_KEY:-}" ]; then SECRET_KEY=$(own_key secret_key); fi
    if [ -z "${CONTACTS_KEY:-}" ]; then CONTACTS_KEY=$(own_key contacts_key); fi
    if [ -z "${EMAIL_URL:-}" ]; then
        EMAIL_URL=file://$(python3 -c 'import sys, urllib.parse as u; print(u.quote(sys.argv[1]))' "$STATE/mail")
    fi
    export SECRET_KEY CONTACTS_KEY EMAIL_URL
}

# use_cluster NAME: start the cluster and speak to it, unless DATABASE_URL names a database.
use_cluster() {
    "$ROOT/deploy/cluster.sh" start "$1"
    DATABASE_URL=$(sed -n 's/^DATABASE_URL=//p' "$STATE/$1.env")
    export DATABASE_URL
}

manage() { "$VENV/bin/python" "$ROOT/manage.py" "$@"; }

compile_messages() {
    local digest catalogue
    digest=$(hash_of geoportal/locale)
    if done_before messages "$digest"; then return; fi
    while IFS= read -r catalogue; do
        msgfmt --check-format --output-file="${catalogue%.po}.mo" "$catalogue"
    done < <(find "$ROOT/geoportal" -name '*.po')
    remember messages "$digest"
}

# read_arguments TEXT: split it into the array `arguments` as a shell would, quotes understood, nothing run.
read_arguments() {
    local split='import shlex, sys
for word in shlex.split(sys.argv[1]): print(word, end="\0")'
    python3 -c "$split" "$1" >/dev/null 2>&1 || fail "a quote is left open in: $1"
    # shellcheck disable=SC2034  # whoever calls it reads them
    mapfile -d '' -t arguments < <(python3 -c "$split" "$1")
}

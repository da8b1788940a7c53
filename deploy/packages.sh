#!/usr/bin/env bash
# Installs the Debian packages that are missing: packages.sh run|test|drills|lint.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

purpose=${1:?run, test, drills or lint}

is_installed() { [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

apt_install() {
    say "installing with apt-get: $*"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" >"$STATE/logs/apt.log" 2>&1 \
        || fail "apt-get could not install $*: $(tail -n 3 "$STATE/logs/apt.log")"
}

# The server that is here already with PostGIS, else the one that Debian prefers.
postgresql_packages() {
    local control version
    for control in /usr/share/postgresql/*/extension/postgis.control; do
        version=$(basename "$(dirname "$(dirname "$control")")")
        if [ -x "/usr/lib/postgresql/$version/bin/initdb" ]; then return; fi
    done
    version=$(apt-cache depends postgresql | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -n 1)
    [ -n "$version" ] || fail "apt-get knows no PostgreSQL server: is this Debian or Ubuntu with its package lists?"
    printf '%s\n' "postgresql-$version" "postgresql-$version-postgis-3"
}

# Debian's server package makes and starts a cluster `main` of its own; nobody here needs it.
apt_install_postgresql() {
    local switch=/etc/postgresql-common/createcluster.d/geoportal.conf
    is_installed postgresql-common || apt_install postgresql-common
    as_root mkdir -p "$(dirname "$switch")"
    as_root sh -c "echo 'create_main_cluster = false' > $switch"
    # shellcheck disable=SC2064
    trap "as_root rm -f $switch" EXIT
    apt_install "$@"
    as_root rm -f "$switch"
    trap - EXIT
}

# Debian's nginx starts a service on port 80, now and at each boot; the drills start their own, on a port of theirs.
apt_install_nginx() {
    local policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        # shellcheck disable=SC2064
        trap "as_root rm -f $policy" EXIT
        as_root sh -c "printf '#!/bin/sh\nexit 101\n' > $policy && chmod 755 $policy"
        apt_install nginx-light
        as_root rm -f "$policy"
        trap - EXIT
    else
        apt_install nginx-light
    fi
    if command -v systemctl >/dev/null; then as_root systemctl disable --quiet nginx >/dev/null 2>&1 || true; fi
}

wanted_packages() {
    command -v ogrinfo >/dev/null || echo gdal-bin
    command -v msgfmt >/dev/null || echo gettext
    python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    case $purpose in
        test)
            command -v node >/dev/null || echo nodejs
            [ -n "${CHROMIUM:-}" ] || [ -x /usr/bin/chromium ] || echo chromium
            is_installed fonts-dejavu-core || echo fonts-dejavu-core
            # Playwright's driver is linked to it.
            is_installed libatomic1 || echo libatomic1
            ;;
        drills) command -v openssl >/dev/null || echo openssl ;;
        lint)
            command -v shellcheck >/dev/null || echo shellcheck
            # Debian's npm brings Node.js; elsewhere Node.js brings npm.
            command -v npm >/dev/null || echo npm
            ;;
    esac
}

prepare_state
mkdir -p "$STATE/logs"
if ! command -v apt-get >/dev/null; then
    say "no apt-get here: GDAL, gettext, PostgreSQL with PostGIS and Chromium must be there already (or use docker compose up)"
    exit 0
fi
exec 8>"$STATE/packages.lock"
flock 8
mapfile -t missing < <(wanted_packages)
nginx_missing=
if [ "$purpose" = drills ] && [ ! -x /usr/sbin/nginx ]; then nginx_missing=yes; fi
server_missing=
if [ -z "${DATABASE_URL:-}" ] && ! compgen -G '/usr/share/postgresql/*/extension/postgis.control' >/dev/null; then
    server_missing=yes
fi
if [ ${#missing[@]} -gt 0 ] || [ -n "$server_missing$nginx_missing" ]; then
    say "fetching the lists of packages with apt-get update"
    as_root dpkg --configure -a >"$STATE/logs/apt.log" 2>&1 || true
    as_root apt-get update -o DPkg::Lock::Timeout=300 >"$STATE/logs/apt.log" 2>&1 \
        || say "apt-get update failed; going on with the lists that are here"
fi
if [ ${#missing[@]} -gt 0 ]; then apt_install "${missing[@]}"; fi
if [ -n "$nginx_missing" ]; then apt_install_nginx; fi
if [ -z "${DATABASE_URL:-}" ]; then
    mapfile -t server < <(postgresql_packages)
    if [ ${#server[@]} -gt 0 ]; then apt_install_postgresql "${server[@]}"; fi
fi

#!/usr/bin/env bash
# Makes the virtual environment .venv and brings it to the locked packages: python_env.sh run|dev.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

level=${1:?run or dev}

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed (set PYTHON=… to name one)."
}

# A city's network may have a certificate authority of its own: trust what the system trusts.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS=1; fi

# uv in a small environment of its own: it checks the digests and installs in seconds.
prepare_installer() {
    local digest
    digest=$(hash_of requirements-installer.txt)
    uv=$STATE/installer/bin/uv
    if done_before installer "$digest" && "$uv" --version >/dev/null 2>&1; then return; fi
    say "making the installer (uv) in .local/installer"
    rm -rf "$STATE/installer"
    "$python" -m venv "$STATE/installer"
    "$STATE/installer/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        --requirement "$ROOT/requirements-installer.txt"
    remember installer "$digest"
}

prepare_state
exec 8>"$STATE/python_env.lock"
flock 8
requirements="requirements.txt"
# An environment that has the developers' packages keeps them.
if [ "$level" = dev ] || [ -e "$STATE/stamps/venv-dev" ]; then
    level=dev
    requirements="requirements-dev.txt"
fi
digest=$(hash_of "$requirements")
if done_before "venv-$level" "$digest" && "$VENV/bin/python" -c 'import django' 2>/dev/null; then exit 0; fi
python=$(find_python)
prepare_installer
say "installing the Python packages of $requirements in .venv"
rm -f "$STATE"/stamps/venv-*
if ! "$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    rm -rf "$VENV"
    "$uv" venv --quiet --python "$python" "$VENV"
fi
"$uv" pip sync --quiet --python "$VENV/bin/python" --require-hashes "$ROOT/$requirements"
remember "venv-$level" "$digest"

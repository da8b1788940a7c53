#!/usr/bin/env bash
# Pins every package with its digests, for every platform, naming no registry (`make lock`, UPGRADE=1 for newer ones).
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$ROOT"
"$ROOT/deploy/python_env.sh" run
uv=$STATE/installer/bin/uv
compile() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url ${UPGRADE:+--upgrade} "$@"
}
compile pyproject.toml --output-file requirements.txt
compile pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
compile --group installer --output-file requirements-installer.txt
if command -v npm >/dev/null; then
    npm install --package-lock-only --silent
    # The lock file names no host, not even that of a package's sponsors.
    node -e 'const fs = require("fs"), file = "package-lock.json", lock = JSON.parse(fs.readFileSync(file));
        for (const entry of Object.values(lock.packages)) delete entry.funding;
        fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n");'
else
    say "no npm here: package-lock.json stays as it is"
fi

#!/usr/bin/env bash
# Brings node_modules to the locked packages: biome for `make lint`, typeface and icons for `make assets`.
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$ROOT"
prepare_state
exec 8>"$STATE/node_env.lock"
flock 8
command -v npm >/dev/null || fail "npm is needed (Debian: apt-get install npm)."
digest=$(hash_of package.json package-lock.json .npmrc)
if done_before node "$digest" && [ -x node_modules/.bin/biome ]; then exit 0; fi
say "installing the npm packages of package-lock.json in node_modules"
npm ci --loglevel=error >/dev/null
remember node "$digest"

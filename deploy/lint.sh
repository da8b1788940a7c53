#!/usr/bin/env bash
# Style, types, import rules, templates, migrations, settings, catalogues, scripts and styles (`make lint`).
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$ROOT"
prepare_state
exec 9>"$STATE/lint.lock"
flock --nonblock 9 || fail "the checks of this checkout run already."
"$ROOT/deploy/packages.sh" lint 9>&-
"$ROOT/deploy/python_env.sh" dev 9>&-
"$ROOT/deploy/node_env.sh" 9>&-
if [ -z "${DATABASE_URL:-}" ]; then
    trap '"$ROOT/deploy/cluster.sh" remove testlint 9>&-' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    "$ROOT/deploy/cluster.sh" remove testlint 9>&-
    use_cluster testlint 9>&-
fi
PATH=$VENV/bin:$PATH
SECRET_KEY=$(od -An -N40 -tx1 /dev/urandom | tr -d ' \n')
CONTACTS_KEY=$SECRET_KEY-contacts
export PATH SECRET_KEY CONTACTS_KEY DEBUG=0 PUBLIC_URL=https://ideas.example.org ALLOWED_HOSTS=ideas.example.org
export DEMO=0 EMAIL_URL=smtp+tls://mail.example.org:587

failed=()
check() {
    local title=$1 output
    shift
    if output=$("$@" 2>&1 9>&-); then
        printf '  ok    %s\n' "$title"
    else
        printf '  FAIL  %s\n%s\n' "$title" "$output"
        failed+=("$title")
    fi
}

check "code style (ruff check)" ruff check .
check "formatting (ruff format)" ruff format --check .
check "types (mypy)" mypy
check "import rules (lint-imports)" lint-imports
check "templates (djlint)" djlint --lint --quiet .
check "migrations (makemigrations --check)" manage makemigrations --check --dry-run
check "production settings (check --deploy)" manage check --deploy --fail-level WARNING
check "catalogues (deploy/check_messages.py)" python deploy/check_messages.py
check "texts stay data (deploy/check_texts.py)" python deploy/check_texts.py
check "no dead styles (deploy/check_styles.py)" python deploy/check_styles.py
check "scripts and styles of pages (biome)" node_modules/.bin/biome check --config-path=deploy/scripts_and_styles.json --error-on-warnings .
check "scripts (shellcheck)" shellcheck --external-sources deploy/*.sh deploy/proxy/*.sh tests/drills/*.sh .ci/run
if [ ${#failed[@]} -gt 0 ]; then
    printf '%s of the checks failed.\n' "${#failed[@]}"
    exit 1
fi
printf 'All checks passed.\n'

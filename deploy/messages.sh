#!/usr/bin/env bash
# Gathers the texts of templates and code into the Kazakh and Russian catalogues (msgids are English).
set -euo pipefail
# shellcheck source=deploy/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$ROOT"
"$ROOT/deploy/packages.sh" run
SECRET_KEY=${SECRET_KEY:-unused} "$VENV/bin/python" manage.py makemessages --locale kk --locale ru \
    --no-obsolete --add-location file --no-wrap --ignore node_modules --ignore staticfiles --ignore tests \
    --ignore deploy --ignore '.*'

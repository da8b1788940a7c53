#!/bin/sh
# What the proxy's container runs: nginx, which takes up a certificate that was fetched or renewed.
set -eu

# Logs and what is kept of bodies are for nginx and its administrators only.
umask 027
here=$(cd "$(dirname "$0")" && pwd -P)
certificate=/etc/letsencrypt/live/${SITE_ADDRESS:-}/fullchain.pem

# The certificate, and where the portal is: nginx looks its name up only when it reads its configuration.
surroundings() {
    stat -L -c '%i %Y' "$certificate" 2>/dev/null || echo none
    getent hosts "${PROXY_UPSTREAM%:*}" || true
}

known=$(surroundings)
configuration=$("$here/render.sh")
nginx -e stderr -c "$configuration" -g 'daemon off;' &
nginx=$!
trap 'kill -QUIT "$nginx"' TERM INT QUIT
(
    while sleep 30; do
        if [ "$(surroundings)" != "$known" ]; then
            known=$(surroundings)
            "$here/render.sh" >/dev/null
            nginx -e stderr -t -c "$configuration" && kill -HUP "$nginx"
        fi
    done
) &
watch=$!
# A signal ends the first wait; the second one waits until the last answers are sent.
status=0
wait "$nginx" || status=$?
if kill -0 "$nginx" 2>/dev/null; then
    status=0
    wait "$nginx" || status=$?
fi
kill "$watch" 2>/dev/null || true
exit "$status"

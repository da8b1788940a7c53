#!/bin/sh
# Writes nginx's configuration from the templates beside it: render.sh, with what differs in the environment.
# Prints the path of the written file. Without SITE_ADDRESS: http only; with it: https as soon as there is a certificate.
set -eu

PROXY_FOLDER=$(cd "$(dirname "$0")" && pwd -P)
: "${PROXY_STATE:=/var/lib/geoportal-proxy}" "${PROXY_UPSTREAM:=127.0.0.1:8000}" "${PROXY_CONNECTIONS_EACH:=500}"
: "${PROXY_HTTP_LISTEN:=80}" "${PROXY_HTTPS_LISTEN:=443}" "${SITE_ADDRESS:=}"
: "${PROXY_ACCESS_LOG:=/dev/stdout}" "${PROXY_ERROR_LOG:=stderr}" "${PROXY_ACME_ROOT:=/var/www/acme}"
: "${PROXY_CERTIFICATE:=/etc/letsencrypt/live/$SITE_ADDRESS/fullchain.pem}"
: "${PROXY_CERTIFICATE_KEY:=/etc/letsencrypt/live/$SITE_ADDRESS/privkey.pem}"
export PROXY_FOLDER PROXY_STATE PROXY_UPSTREAM PROXY_CONNECTIONS_EACH PROXY_HTTP_LISTEN PROXY_HTTPS_LISTEN SITE_ADDRESS
export PROXY_ACCESS_LOG PROXY_ERROR_LOG PROXY_ACME_ROOT PROXY_CERTIFICATE PROXY_CERTIFICATE_KEY

# shellcheck disable=SC2016  # envsubst is told the names, not the values: nginx's own variables stay
names='$PROXY_FOLDER $PROXY_STATE $PROXY_UPSTREAM $PROXY_CONNECTIONS_EACH $PROXY_HTTP_LISTEN $PROXY_HTTPS_LISTEN
    $SITE_ADDRESS $PROXY_ACCESS_LOG $PROXY_ERROR_LOG $PROXY_ACME_ROOT $PROXY_CERTIFICATE $PROXY_CERTIFICATE_KEY'
server=plain
if [ -n "$SITE_ADDRESS" ]; then
    server=waiting
    if [ -s "$PROXY_CERTIFICATE" ]; then server=tls; fi
fi
mkdir -p "$PROXY_STATE"
chmod 755 "$PROXY_STATE"  # the workers, who are not root, go through it to the bodies they keep
envsubst "$names" <"$PROXY_FOLDER/$server.conf.template" >"$PROXY_STATE/server.conf"
envsubst "$names" <"$PROXY_FOLDER/nginx.conf.template" >"$PROXY_STATE/nginx.conf"
printf '%s\n' "$PROXY_STATE/nginx.conf"

#!/bin/sh
# What certbot's container runs: fetches the certificate of SITE_ADDRESS and renews it in time.
set -eu

: "${SITE_ADDRESS:?the host name that the certificate is for}"
trap 'exit 0' TERM INT
while :; do
    if [ -e "/etc/letsencrypt/live/$SITE_ADDRESS/fullchain.pem" ]; then
        certbot renew --quiet --webroot --webroot-path /var/www/acme && pause=43200 || pause=3600
    else
        # Where the authority tells of trouble; without an address it tells nobody.
        set -- --register-unsafely-without-email
        if [ -n "${CERTIFICATE_EMAIL:-}" ]; then set -- --email "$CERTIFICATE_EMAIL"; fi
        certbot certonly --non-interactive --agree-tos --webroot --webroot-path /var/www/acme \
            --domain "$SITE_ADDRESS" --cert-name "$SITE_ADDRESS" \
            "$@" && pause=43200 || pause=300
    fi
    sleep "$pause" &
    wait $! || true
done

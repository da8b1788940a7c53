#!/bin/sh
# What a container of the portal's image does: container.sh setup|web|worker, or any management command.
set -eu

# The demo keeps a secret key of its own beside the media; outside the demo SECRET_KEY must be set.
key_file=/var/lib/geoportal/secret_key
if [ -z "${SECRET_KEY:-}" ] && [ "${DEMO:-0}" = 1 ]; then
    if [ ! -s "$key_file" ]; then
        (umask 077 && od -An -N40 -tx1 /dev/urandom | tr -d ' \n' >"$key_file.$$" && mv "$key_file.$$" "$key_file")
    fi
    SECRET_KEY=$(cat "$key_file")
    export SECRET_KEY
fi

case ${1:-web} in
    setup)
        python manage.py migrate --no-input --verbosity 1
        if [ "${DEMO:-0}" = 1 ]; then exec python manage.py load_demo; fi
        ;;
    web)
        exec gunicorn --config deploy/gunicorn.conf.py --bind 0.0.0.0:8000 geoportal.wsgi:application
        ;;
    worker) exec python manage.py procrastinate worker ;;
    *) exec python manage.py "$@" ;;
esac

# The portal's image: web, worker and set-up run from it, each with its own word to deploy/container.sh.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

RUN apt-get update \
    && apt-get install --yes --no-install-recommends gdal-bin gettext \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/geoportal
COPY requirements.txt ./
RUN pip install --require-hashes --requirement requirements.txt

COPY . .
RUN python -m compileall -q geoportal districts stops proposals \
    && find geoportal -name '*.po' -execdir msgfmt --check-format --output-file=django.mo django.po ';' \
    && SECRET_KEY=only-while-building python manage.py collectstatic --no-input --verbosity 0 \
    && useradd --system --uid 10001 --home-dir /var/lib/geoportal --create-home geoportal \
    && install -d -o geoportal -g geoportal /var/lib/geoportal/media

USER geoportal
ENV MEDIA_ROOT=/var/lib/geoportal/media
EXPOSE 8000
ENTRYPOINT ["deploy/container.sh"]
CMD ["web"]

"""Replace the features of the base layer that come from one source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import shapely
from django.conf import settings
from django.db import connection, transaction
from psycopg import Cursor
from shapely.geometry.base import BaseGeometry

from geoportal.database.sql import read_sql
from stops.network.importing.summary import Counts
from stops.network.models import BaseKind

SIMPLIFY_M = 2.0
SAVE_SQL = read_sql("stops.network", "save_base_features")
STAGE_SQL = """
CREATE TEMPORARY TABLE base_feature_given (
    source_id text, kind text, rank smallint, name_kk text, name_ru text, name_en text, geometry geometry
) ON COMMIT DROP
"""
COPY_SQL = "COPY base_feature_given FROM STDIN"


@dataclass(frozen=True, slots=True)
class BaseFeatureData:
    """A feature as the source has it; ``geometry`` is of lines or polygons, degrees, EPSG:4326, (lon, lat)."""

    source_id: str
    kind: BaseKind
    rank: int
    names: Mapping[str, str]
    geometry: BaseGeometry


@transaction.atomic
def save_base_features(features: Sequence[BaseFeatureData], *, source: str) -> Counts:
    """Make these the source's features: what it lacks is deleted, what did not change is left alone.

    Lines and borders are simplified to 2 m in the city's metric projection.

    Returns:
        The counts; ``retired`` are those deleted.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS base_feature_given")
        cursor.execute(STAGE_SQL)
        # Django's wrapper hands on to psycopg's own cursor
        with cast(Cursor, cursor).copy(COPY_SQL) as copy:
            for feature in features:
                names = (feature.names["kk"], feature.names["ru"], feature.names["en"])
                geometry = shapely.to_wkb(
                    shapely.set_srid(feature.geometry, 4326), hex=True, include_srid=True
                )
                copy.write_row((feature.source_id, feature.kind.value, feature.rank, *names, geometry))
        cursor.execute(SAVE_SQL, {"source": source, "srid": settings.CITY_SRID, "tolerance_m": SIMPLIFY_M})
        created, updated, deleted, total = cursor.fetchone()
    return Counts(created=created, updated=updated, unchanged=total - created - updated, retired=deleted)

"""The records, as they begin."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FOLD = r"""
-- The names of a place as they are compared: words between spaces, in lower case, letters without their marks, Kazakh
-- letters as Russian keys have them, numbers apart from letters. Its twin is stops.network.finding.fold.
-- The body is bound to what it calls, whatever the search path of a restore is.
CREATE OR REPLACE FUNCTION public.fold_names(kk text, ru text, en text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ' ' || trim(regexp_replace(regexp_replace(
    translate(
        regexp_replace(
            normalize(lower(replace(kk || ' ' || ru || ' ' || en, '№', ' ') COLLATE "und-x-icu"), NFKD),
            '[\u0300-\u036f]', '', 'g'
        ),
        'ғқңәэөұүһіьъ', 'гкнааоуухи'
    ),
    '[^[:alnum:]]+', ' ', 'g'
), '([0-9])(?=[^0-9 ])|([^0-9 ])(?=[0-9])', '\1\2 ', 'g')) || ' ';
"""

# Packed numbers are read as they are: compressing them would cost more than it saves.
STORE = """
ALTER TABLE public.network_sharetile
    ALTER COLUMN versions SET STORAGE EXTERNAL,
    ALTER COLUMN cells SET STORAGE EXTERNAL,
    ALTER COLUMN shares SET STORAGE EXTERNAL;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("districts", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION public.fold_names(text, text, text);"),
        migrations.CreateModel(
            name="RouteDirection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    models.PositiveSmallIntegerField(
                        help_text="0 out, 1 back, as in GTFS.", verbose_name="direction"
                    ),
                ),
                ("headsign_kk", models.CharField(max_length=200, verbose_name="headsign in Kazakh")),
                ("headsign_ru", models.CharField(max_length=200, verbose_name="headsign in Russian")),
                (
                    "headsign_en",
                    models.CharField(blank=True, max_length=200, verbose_name="headsign in English"),
                ),
                (
                    "line",
                    django.contrib.gis.db.models.fields.MultiLineStringField(srid=4326, verbose_name="line"),
                ),
            ],
            options={
                "verbose_name": "route direction",
                "verbose_name_plural": "route directions",
                "ordering": ["version", "direction"],
            },
        ),
        migrations.CreateModel(
            name="BaseFeature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_kk", models.CharField(max_length=200, verbose_name="name in Kazakh")),
                ("name_ru", models.CharField(max_length=200, verbose_name="name in Russian")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("water", "Water"),
                            ("green", "Green"),
                            ("built", "Built-up land"),
                            ("street", "Street"),
                            ("rail", "Railway"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1 is drawn at every scale, 3 only close by.",
                        verbose_name="rank",
                    ),
                ),
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.GeometryField(srid=4326, verbose_name="geometry"),
                ),
                ("source", models.CharField(max_length=20, verbose_name="source")),
                ("source_id", models.CharField(max_length=120, verbose_name="identifier in the source")),
            ],
            options={
                "verbose_name": "feature of the base layer",
                "verbose_name_plural": "features of the base layer",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "source_id"), name="base_feature_source_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["water", "green", "built", "street", "rail"])),
                        name="base_feature_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank__gte", 1), ("rank__lte", 3)),
                        name="base_feature_rank_1_to_3",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BusRoute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_kk", models.CharField(max_length=200, verbose_name="name in Kazakh")),
                ("name_ru", models.CharField(max_length=200, verbose_name="name in Russian")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("bus", "Bus"),
                            ("trolleybus", "Trolleybus"),
                            ("tram", "Tram"),
                            ("other", "Other transport"),
                        ],
                        default="bus",
                        max_length=12,
                        verbose_name="mode",
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="number")),
                ("sort_key", models.PositiveIntegerField(default=0, verbose_name="number for sorting")),
                ("operator", models.CharField(blank=True, max_length=200, verbose_name="operator")),
                (
                    "boards",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="board numbers",
                    ),
                ),
                ("source", models.CharField(max_length=20, verbose_name="source")),
                ("source_id", models.CharField(max_length=120, verbose_name="identifier in the source")),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retired")),
            ],
            options={
                "verbose_name": "bus route",
                "verbose_name_plural": "bus routes",
                "ordering": ["sort_key", "number", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "source_id"), name="route_source_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["bus", "trolleybus", "tram", "other"])),
                        name="route_mode_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_kk", models.CharField(max_length=200, verbose_name="name in Kazakh")),
                ("name_ru", models.CharField(max_length=200, verbose_name="name in Russian")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stop", "Stop"),
                            ("public_space", "Public space"),
                            ("institution", "Institution"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "location",
                    django.contrib.gis.db.models.fields.PointField(srid=4326, verbose_name="location"),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="gtfs, osm, file or demo.", max_length=20, verbose_name="source"
                    ),
                ),
                ("source_id", models.CharField(max_length=120, verbose_name="identifier in the source")),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retired")),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("name_kk"),
                            models.F("name_ru"),
                            models.F("name_en"),
                            function="fold_names",
                        ),
                        output_field=models.TextField(),
                        verbose_name="names as they are compared",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="places",
                        to="districts.district",
                        verbose_name="district",
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RouteStop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="order")),
                ("measure_m", models.FloatField(verbose_name="distance along the main line, m")),
                (
                    "direction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stops",
                        to="network.routedirection",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_stops",
                        to="network.place",
                        verbose_name="stop",
                    ),
                ),
            ],
            options={
                "verbose_name": "stop of a route",
                "verbose_name_plural": "stops of routes",
                "ordering": ["direction", "sequence"],
            },
        ),
        migrations.CreateModel(
            name="RouteVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("valid_from", models.DateTimeField(verbose_name="in force from")),
                ("valid_to", models.DateTimeField(blank=True, null=True, verbose_name="in force until")),
                ("length_m", models.FloatField(verbose_name="length of all directions, m")),
                (
                    "route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="network.busroute",
                        verbose_name="route",
                    ),
                ),
            ],
            options={
                "verbose_name": "route version",
                "verbose_name_plural": "route versions",
                "ordering": ["route", "number"],
            },
        ),
        migrations.CreateModel(
            name="RouteShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cell", models.BigIntegerField(verbose_name="finest cell")),
                ("share", models.FloatField(verbose_name="share of the length")),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="route_shares",
                        to="districts.district",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="network.routeversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "route share",
                "verbose_name_plural": "route shares",
            },
        ),
        migrations.AddField(
            model_name="routedirection",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="directions",
                to="network.routeversion",
            ),
        ),
        migrations.CreateModel(
            name="ShareTile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.SmallIntegerField(verbose_name="level")),
                ("x", models.IntegerField(verbose_name="column of the block")),
                ("y", models.IntegerField(verbose_name="row of the block")),
                ("district", models.BigIntegerField(verbose_name="district, 0 outside all")),
                ("occupied", models.IntegerField(verbose_name="cells with any route")),
                ("versions", models.BinaryField(verbose_name="versions")),
                ("cells", models.BinaryField(verbose_name="cells")),
                ("shares", models.BinaryField(verbose_name="shares")),
            ],
            options={
                "verbose_name": "packed route shares",
                "verbose_name_plural": "packed route shares",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("level", "x", "y", "district"),
                        include=("occupied",),
                        name="share_tile_unique",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VehicleFix",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "vehicle_id",
                    models.CharField(max_length=64, unique=True, verbose_name="identifier in the feed"),
                ),
                (
                    "board_number",
                    models.CharField(blank=True, db_index=True, max_length=20, verbose_name="board number"),
                ),
                (
                    "direction",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="direction"),
                ),
                (
                    "location",
                    django.contrib.gis.db.models.fields.PointField(srid=4326, verbose_name="location"),
                ),
                (
                    "bearing",
                    models.FloatField(blank=True, null=True, verbose_name="bearing, degrees from north"),
                ),
                ("at", models.DateTimeField(verbose_name="when it was there")),
                (
                    "route",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="network.busroute",
                        verbose_name="route that it says it runs on",
                    ),
                ),
            ],
            options={
                "verbose_name": "position of a vehicle",
                "verbose_name_plural": "positions of vehicles",
            },
        ),
        migrations.AddIndex(
            model_name="place",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["folded"], name="place_folded_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(fields=("source", "source_id"), name="place_source_unique"),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["stop", "public_space", "institution"])),
                name="place_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="routestop",
            constraint=models.UniqueConstraint(
                fields=("direction", "sequence"), name="route_stop_sequence_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="routestop",
            constraint=models.CheckConstraint(
                condition=models.Q(("measure_m__gte", 0)), name="route_stop_measure_not_negative"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="routestop",
            trigger=pgtrigger.compiler.Trigger(
                name="route_stop_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="bf50fff8fc59c916363aba76aa69ff4b3842b470",
                    operation="UPDATE",
                    pgid="pgtrigger_route_stop_unchanged_98f69",
                    table="network_routestop",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="routeversion",
            constraint=models.UniqueConstraint(fields=("route", "number"), name="route_version_unique"),
        ),
        migrations.AddConstraint(
            model_name="routeversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)),
                fields=("route",),
                name="route_version_one_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="route_version_validity_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("length_m__gt", 0)), name="route_version_length_positive"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="routeversion",
            trigger=pgtrigger.compiler.Trigger(
                name="route_version_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."route_id" IS DISTINCT FROM (NEW."route_id") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f3908b79605fa833542d1daf3908c3c6bd5ba85e",
                    operation="UPDATE",
                    pgid="pgtrigger_route_version_unchanged_3e7e9",
                    table="network_routeversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="routeshare",
            constraint=models.UniqueConstraint(
                fields=("version", "cell", "district"), name="route_share_unique", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="routeshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gt", 0), ("share__lte", 1.000000001)),
                name="route_share_between_0_and_1",
            ),
        ),
        migrations.AddConstraint(
            model_name="routedirection",
            constraint=models.UniqueConstraint(
                fields=("version", "direction"), name="route_direction_unique"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="routedirection",
            trigger=pgtrigger.compiler.Trigger(
                name="route_direction_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a5bfe2aa8b03d1282925b05a161bf1cdd140a6c5",
                    operation="UPDATE",
                    pgid="pgtrigger_route_direction_unchanged_875b5",
                    table="network_routedirection",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="vehiclefix",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bearing__isnull", True),
                    models.Q(("bearing__gte", 0), ("bearing__lt", 360)),
                    _connector="OR",
                ),
                name="vehicle_bearing_in_circle",
            ),
        ),
        migrations.AddConstraint(
            model_name="vehiclefix",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__isnull", True), ("direction__lte", 1), _connector="OR"),
                name="vehicle_direction_out_or_back",
            ),
        ),
        migrations.RunSQL(STORE, migrations.RunSQL.noop),
    ]

"""The records, as they begin."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CubeFold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="folded"
                    ),
                ),
                ("deltas", models.IntegerField(verbose_name="deltas folded")),
                ("is_rebuild", models.BooleanField(default=False, verbose_name="built from nothing")),
            ],
            options={
                "verbose_name": "folding of the heat map",
                "verbose_name_plural": "foldings of the heat map",
            },
        ),
        migrations.CreateModel(
            name="CubeDelta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cell", models.BigIntegerField(verbose_name="finest cell, 0 for a whole route")),
                ("version", models.BigIntegerField(verbose_name="route version, 0 for a point")),
                (
                    "district",
                    models.BigIntegerField(verbose_name="district, 0 outside all or for a whole route"),
                ),
                ("topic", models.IntegerField(verbose_name="topic")),
                ("status", models.SmallIntegerField(verbose_name="status, by STATUS_CODES")),
                ("month", models.SmallIntegerField(verbose_name="month, as year × 12 + month − 1")),
                ("count", models.IntegerField(verbose_name="change of the count")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="changed"
                    ),
                ),
            ],
            options={
                "verbose_name": "change of the heat map",
                "verbose_name_plural": "changes of the heat map",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__gte", 0), ("status__lte", 12)),
                        name="heatmap_delta_status_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CubeTile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.SmallIntegerField(verbose_name="level")),
                ("hidden", models.BooleanField(verbose_name="not public")),
                ("topic", models.IntegerField(verbose_name="topic, 0 all")),
                ("x", models.IntegerField(verbose_name="column of the block")),
                ("y", models.IntegerField(verbose_name="row of the block")),
                ("district", models.BigIntegerField(verbose_name="district, 0 outside all")),
                ("occupied", models.IntegerField(verbose_name="cells with any proposal")),
                ("total", models.BinaryField(verbose_name="counts")),
                ("by_status", models.BinaryField(verbose_name="counts by status")),
                ("by_month", models.BinaryField(verbose_name="counts by month")),
                ("by_both", models.BinaryField(verbose_name="counts by status and month")),
            ],
            options={
                "verbose_name": "tile of the heat map",
                "verbose_name_plural": "tiles of the heat map",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("level", "hidden", "topic", "x", "y", "district"),
                        include=("occupied",),
                        name="heatmap_tile_unique",
                    )
                ],
            },
        ),
    ]

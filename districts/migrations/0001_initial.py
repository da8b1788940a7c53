"""The records, as they begin."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.CreateModel(
            name="District",
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
                ("kato", models.CharField(max_length=9, verbose_name="KATO code")),
                ("slug", models.SlugField(max_length=60, verbose_name="name in the address")),
                (
                    "boundary",
                    django.contrib.gis.db.models.fields.MultiPolygonField(srid=4326, verbose_name="boundary"),
                ),
                (
                    "label_point",
                    django.contrib.gis.db.models.fields.PointField(
                        help_text="Pole of inaccessibility: the middle of the widest place inside.",
                        srid=4326,
                        verbose_name="label point",
                    ),
                ),
                ("area_km2", models.FloatField(help_text="Geodesic, WGS 84.", verbose_name="area, km²")),
                ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="population")),
                ("population_date", models.DateField(blank=True, null=True, verbose_name="population as of")),
                (
                    "population_source",
                    models.CharField(blank=True, max_length=300, verbose_name="source of the population"),
                ),
                (
                    "population_is_approximate",
                    models.BooleanField(default=False, verbose_name="population is approximate"),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source of the boundary"),
                ),
                ("valid_from", models.DateField(verbose_name="in force from")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="The first day out of force.",
                        null=True,
                        verbose_name="in force until",
                    ),
                ),
            ],
            options={
                "verbose_name": "district",
                "verbose_name_plural": "districts",
                "ordering": ["kato", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kato", "valid_from"), name="district_kato_valid_from_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("slug",),
                        name="district_current_slug_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="district_validity_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kato__regex", "^[0-9]{9}$")), name="district_kato_nine_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area_km2__gt", 0)), name="district_area_positive"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("kato"), "="),
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_to"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="district_validity_no_overlap",
                    ),
                ],
            },
        ),
    ]

"""Keep the scans of each month and district, so that rates per 1,000 scans cost nothing to read."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0002_initial"),
        ("stops", "0007_share_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="DistrictScans",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="first day of the month")),
                ("scans", models.FloatField(verbose_name="scans")),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scans",
                        to="districts.district",
                        verbose_name="district",
                    ),
                ),
            ],
            options={
                "verbose_name": "scans of a district",
                "verbose_name_plural": "scans of districts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "month"), name="district_scans_unique", nulls_distinct=False
                    ),
                    models.CheckConstraint(condition=Q(scans__gt=0), name="district_scans_positive"),
                    models.CheckConstraint(condition=Q(month__day=1), name="district_scans_month_begins"),
                ],
            },
        ),
    ]

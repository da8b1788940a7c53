"""Note which keepers were told of a report, so that none is told twice."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stops", "0013_places_by_folded_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeeperNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mailed_at", models.DateTimeField(auto_now_add=True, verbose_name="mailed")),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="keeper",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="stops.signreport",
                        verbose_name="report of a sign",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice to a keeper",
                "verbose_name_plural": "notices to keepers",
                "constraints": [
                    models.UniqueConstraint(fields=("report", "keeper"), name="keeper_told_once")
                ],
            },
        ),
    ]

"""Flag the proposals that came when many did; a table of its own, for nothing public reads it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0017_mailed_once")]

    operations = [
        migrations.CreateModel(
            name="OneOfMany",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="one_of_many",
                        serialize=False,
                        to="proposals.proposal",
                    ),
                ),
                (
                    "many_from",
                    models.CharField(
                        choices=[("network", "One network"), ("sign", "One sign"), ("city", "All the city")],
                        max_length=10,
                        verbose_name="many came from",
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="how many had come, with this one")),
            ],
            options={
                "verbose_name": "one of many",
                "verbose_name_plural": "some of many",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("many_from__in", ["network", "sign", "city"])),
                        name="one_of_many_from_known",
                    ),
                ],
            },
        ),
    ]

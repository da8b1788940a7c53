"""A table of its own for texts as they were sent, where personal data in them was hidden."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0015_history_names_personal_data")]

    operations = [
        migrations.CreateModel(
            name="ProposalOriginal",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="original",
                        serialize=False,
                        to="proposals.proposal",
                    ),
                ),
                ("ciphertext", models.BinaryField(verbose_name="encrypted text")),
                ("kept_at", models.DateTimeField(verbose_name="kept since")),
            ],
            options={
                "verbose_name": "original text",
                "verbose_name_plural": "original texts",
                "indexes": [models.Index(fields=["kept_at"], name="original_kept_at")],
            },
        ),
    ]

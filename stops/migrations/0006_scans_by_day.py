"""Find the scans of the last days without reading all of them."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("stops", "0005_code_states_only_move_on"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="scan",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["day"], name="scan_by_day", pages_per_range=32
            ),
        ),
    ]

"""Keep drawn areas that are too long for an address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0019_take_proposal"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredArea",
            fields=[
                (
                    "digest",
                    models.CharField(
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                        verbose_name="SHA-256 of the corners",
                    ),
                ),
                (
                    "corners",
                    models.TextField(
                        help_text="Longitude,latitude in degrees, separated by spaces; counter-clockwise.",
                        verbose_name="corners",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="stored at")),
                ("last_used_on", models.DateField(verbose_name="last used on")),
            ],
            options={
                "verbose_name": "drawn area",
                "verbose_name_plural": "drawn areas",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="storedarea_digest_sha256",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("corners__length__gt", 0), ("corners__length__lte", 64000)),
                        name="storedarea_corners_bounded",
                    ),
                ],
            },
        ),
    ]

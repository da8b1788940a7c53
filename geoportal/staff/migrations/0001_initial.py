"""The records, as they begin."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("moderator", "Moderator"),
                            ("official", "Official"),
                            ("chief", "Chief"),
                            ("planner", "Planner"),
                            ("sign_keeper", "Sign keeper"),
                            ("auditor", "Auditor"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "kato",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the whole city and beyond.",
                        max_length=9,
                        verbose_name="district's KATO code",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_roles",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "staff role",
                "verbose_name_plural": "staff roles",
                "ordering": ["user", "role", "kato"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "role", "kato"), name="staff_role_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "moderator",
                                    "official",
                                    "chief",
                                    "planner",
                                    "sign_keeper",
                                    "auditor",
                                    "administrator",
                                ],
                            )
                        ),
                        name="staff_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kato__regex", "^([0-9]{9})?$")),
                        name="staff_role_kato_nine_digits",
                    ),
                ],
            },
        ),
    ]

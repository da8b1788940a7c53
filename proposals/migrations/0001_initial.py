"""The records, as they begin."""

import django.contrib.gis.db.models.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("districts", "0002_functions"),
        ("network", "0001_initial"),
        ("signs", "0001_initial"),
        ("staff", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=20, unique=True, verbose_name="version")),
                ("text_kk", models.TextField(verbose_name="text in Kazakh")),
                ("text_ru", models.TextField(verbose_name="text in Russian")),
                ("text_en", models.TextField(verbose_name="text in English")),
                ("valid_from", models.DateTimeField(verbose_name="in force from")),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["-valid_from"],
                "get_latest_by": "valid_from",
            },
        ),
        migrations.CreateModel(
            name="Department",
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
                ("slug", models.SlugField(unique=True, verbose_name="name in the address")),
            ],
            options={
                "verbose_name": "department",
                "verbose_name_plural": "departments",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.CharField(max_length=10, verbose_name="public identifier")),
                (
                    "number",
                    models.CharField(
                        help_text="On the receipt: 2026-04817.", max_length=16, verbose_name="number"
                    ),
                ),
                (
                    "follow_digest",
                    models.CharField(max_length=64, verbose_name="digest of the follow secret"),
                ),
                ("idempotency_key", models.UUIDField(unique=True, verbose_name="idempotency key")),
                ("body_digest", models.CharField(max_length=64, verbose_name="digest of what was sent")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="headline")),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MinLengthValidator(10),
                            django.core.validators.MaxLengthValidator(4000),
                        ],
                        verbose_name="text",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("kk", "Kazakh"), ("ru", "Russian"), ("en", "English")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "route_direction",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="direction of the route"
                    ),
                ),
                (
                    "route_branch",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="That the distance is measured along: 0 the main line, 1 and up its branches.",
                        null=True,
                        verbose_name="line of the direction",
                    ),
                ),
                (
                    "measure_m",
                    models.FloatField(blank=True, null=True, verbose_name="distance along that line, m"),
                ),
                (
                    "location",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True, null=True, srid=4326, verbose_name="location"
                    ),
                ),
                (
                    "location_source",
                    models.CharField(
                        choices=[
                            ("code_point", "The place of the code"),
                            ("chosen_stop", "A stop chosen from the route's list"),
                            ("device_on_route", "The phone's position on the route"),
                            ("pin", "A point chosen on the map"),
                            ("vehicle", "The position of the bus"),
                            ("whole_route", "The whole route"),
                        ],
                        max_length=20,
                        verbose_name="source of the location",
                    ),
                ),
                ("accuracy_m", models.FloatField(blank=True, null=True, verbose_name="accuracy, m")),
                (
                    "cell",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("location"), function="grid_cell"),
                        output_field=models.BigIntegerField(null=True),
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "Submitted"),
                            ("published", "Published"),
                            ("under_review", "Under review"),
                            ("accepted", "Accepted"),
                            ("planned", "Planned"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                            ("forwarded", "Forwarded to another body"),
                            ("rejected", "Not published"),
                            ("withdrawn", "Withdrawn"),
                            ("merged", "Merged"),
                        ],
                        default="submitted",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "rejection_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("personal_data", "It names private people or gives their data"),
                            ("abuse", "Insults or threats"),
                            ("not_a_proposal", "It proposes nothing (a fault or complaint: call 109)"),
                            ("off_topic", "It is not about the city"),
                            ("advertising", "Advertising"),
                            ("duplicate", "The same author has sent the same text before"),
                        ],
                        max_length=20,
                        verbose_name="why not published",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("submitted_at", models.DateTimeField(verbose_name="submitted")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("status_changed_at", models.DateTimeField(verbose_name="status changed")),
                (
                    "support_count",
                    models.PositiveIntegerField(
                        db_default=0,
                        default=0,
                        editable=False,
                        help_text="Kept by triggers on the supports.",
                        verbose_name="supporters",
                    ),
                ),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="personal data erased"),
                ),
                (
                    "code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="signs.qrcode",
                        verbose_name="code",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="proposals.consent",
                        verbose_name="consent",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="proposals.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Today's district of the location; of a whole route, the one with the largest share.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="districts.district",
                        verbose_name="district",
                    ),
                ),
                (
                    "executor",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="executor",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="proposals.proposal",
                        verbose_name="merged into",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="network.place",
                        verbose_name="place it is about",
                    ),
                ),
                (
                    "route_version",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="network.routeversion",
                        verbose_name="route it is about",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ["-submitted_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Topic",
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
                ("slug", models.SlugField(unique=True, verbose_name="name in the address")),
                ("short_kk", models.CharField(max_length=40, verbose_name="short name in Kazakh")),
                ("short_ru", models.CharField(max_length=40, verbose_name="short name in Russian")),
                (
                    "short_en",
                    models.CharField(blank=True, max_length=40, verbose_name="short name in English"),
                ),
                ("icon", models.CharField(blank=True, max_length=40, verbose_name="icon")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="offered in the form")),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["order", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "file",
                    models.ImageField(
                        height_field="height_px",
                        upload_to="photos/",
                        verbose_name="file",
                        width_field="width_px",
                    ),
                ),
                ("width_px", models.PositiveIntegerField(verbose_name="width, px")),
                ("height_px", models.PositiveIntegerField(verbose_name="height, px")),
                ("digest", models.CharField(max_length=64, verbose_name="digest of the file")),
                ("is_public", models.BooleanField(default=False, verbose_name="may be shown")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="proposals.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["proposal", "order"],
            },
        ),
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
        migrations.CreateModel(
            name="Support",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("supporter_digest", models.CharField(max_length=64, verbose_name="digest of the supporter")),
                ("created_at", models.DateTimeField(verbose_name="given")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supports",
                        to="proposals.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "support",
                "verbose_name_plural": "supports",
            },
        ),
        migrations.CreateModel(
            name="StaffTopic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "staff_role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topic_limits",
                        to="staff.staffrole",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_limits",
                        to="proposals.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic of a staff role",
                "verbose_name_plural": "topics of staff roles",
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="proposals.topic",
                verbose_name="topic",
            ),
        ),
        migrations.AddField(
            model_name="department",
            name="topics",
            field=models.ManyToManyField(
                blank=True, related_name="departments", to="proposals.topic", verbose_name="topics"
            ),
        ),
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
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalContact",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="contact",
                        serialize=False,
                        to="proposals.proposal",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("email", "E-mail"), ("phone", "Telephone")],
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                ("ciphertext", models.BinaryField(verbose_name="encrypted contact")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="given")),
                (
                    "is_receipt_due",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="The worker mails it next.",
                        verbose_name="receipt is due",
                    ),
                ),
                (
                    "receipt_mailed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="receipt mailed"),
                ),
                (
                    "told_of",
                    models.DateTimeField(
                        blank=True,
                        help_text="The change of status that was mailed last.",
                        null=True,
                        verbose_name="told of",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_receipt_due", True)),
                        fields=["proposal"],
                        name="contact_receipt_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["email", "phone"])), name="contact_kind_known"
                    )
                ],
            },
        ),
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
        migrations.CreateModel(
            name="OfficialReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "Submitted"),
                            ("published", "Published"),
                            ("under_review", "Under review"),
                            ("accepted", "Accepted"),
                            ("planned", "Planned"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                            ("forwarded", "Forwarded to another body"),
                            ("rejected", "Not published"),
                            ("withdrawn", "Withdrawn"),
                            ("merged", "Merged"),
                        ],
                        max_length=12,
                        verbose_name="status it explains",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("kk", "Kazakh"), ("ru", "Russian"), ("en", "English")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="text")),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="proposals.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="proposals.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "official reply",
                "verbose_name_plural": "official replies",
                "ordering": ["published_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text__length__gte", 10), ("text__length__lte", 4000)),
                        name="reply_text_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "submitted",
                                    "published",
                                    "under_review",
                                    "accepted",
                                    "planned",
                                    "in_progress",
                                    "done",
                                    "declined",
                                    "forwarded",
                                    "rejected",
                                    "withdrawn",
                                    "merged",
                                ],
                            )
                        ),
                        name="reply_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoryEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("submitted", "Submitted"),
                            ("status_changed", "Status changed"),
                            ("field_changed", "Changed"),
                            ("replied", "Answered"),
                            ("merged", "Merged"),
                            ("erased", "Personal data erased"),
                            ("data_hidden", "Personal data hidden"),
                            ("data_shown", "Personal data left to be read"),
                            ("original_seen", "Text read as it was sent"),
                            ("contact_seen", "Telephone read"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                (
                    "from_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("submitted", "Submitted"),
                            ("published", "Published"),
                            ("under_review", "Under review"),
                            ("accepted", "Accepted"),
                            ("planned", "Planned"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                            ("forwarded", "Forwarded to another body"),
                            ("rejected", "Not published"),
                            ("withdrawn", "Withdrawn"),
                            ("merged", "Merged"),
                        ],
                        max_length=12,
                        verbose_name="status before",
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("submitted", "Submitted"),
                            ("published", "Published"),
                            ("under_review", "Under review"),
                            ("accepted", "Accepted"),
                            ("planned", "Planned"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                            ("forwarded", "Forwarded to another body"),
                            ("rejected", "Not published"),
                            ("withdrawn", "Withdrawn"),
                            ("merged", "Merged"),
                        ],
                        max_length=12,
                        verbose_name="status after",
                    ),
                ),
                ("field", models.CharField(blank=True, max_length=40, verbose_name="field")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="A code from a published list.",
                        max_length=40,
                        verbose_name="reason",
                    ),
                ),
                (
                    "digest",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of the value before"),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="history",
                        to="proposals.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "history entry",
                "verbose_name_plural": "history",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "action__in",
                                [
                                    "submitted",
                                    "status_changed",
                                    "field_changed",
                                    "replied",
                                    "merged",
                                    "erased",
                                    "data_hidden",
                                    "data_shown",
                                    "original_seen",
                                    "contact_seen",
                                ],
                            )
                        ),
                        name="history_action_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", "status_changed"), _negated=True),
                            models.Q(
                                models.Q(("to_status", ""), _negated=True),
                                models.Q(("from_status", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="history_status_change_names_both",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="historyentry",
            trigger=pgtrigger.compiler.Trigger(
                name="history_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a20017dbb269b42fe52570a7fb141f38448fcb93",
                    operation="DELETE",
                    pgid="pgtrigger_history_kept_2f8bb",
                    table="proposals_historyentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="historyentry",
            trigger=pgtrigger.compiler.Trigger(
                name="history_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."field" IS DISTINCT FROM (NEW."field") OR OLD."from_status" IS DISTINCT FROM (NEW."from_status") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."proposal_id" IS DISTINCT FROM (NEW."proposal_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."to_status" IS DISTINCT FROM (NEW."to_status"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f2d89578e00e817116a311354b4e3ab1ea4c80ee",
                    operation="UPDATE",
                    pgid="pgtrigger_history_unchanged_f8610",
                    table="proposals_historyentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="historyentry",
            trigger=pgtrigger.compiler.Trigger(
                name="history_actor_only_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."actor_id" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="2c6fdc340225644fe71296cdf2aebe0d4228526b",
                    operation="UPDATE",
                    pgid="pgtrigger_history_actor_only_erased_0614a",
                    table="proposals_historyentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.UniqueConstraint(fields=("proposal", "order"), name="photo_order_unique"),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("order__lt", 3)), name="photo_at_most_three"
            ),
        ),
        migrations.AddConstraint(
            model_name="support",
            constraint=models.UniqueConstraint(
                fields=("proposal", "supporter_digest"), name="support_once_each"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="support",
            trigger=pgtrigger.compiler.Trigger(
                name="supports_given",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        UPDATE public.proposals_proposal AS proposal SET support_count = support_count + changed.number\n        FROM (SELECT proposal_id, count(*) AS number FROM new_rows GROUP BY proposal_id) AS changed WHERE proposal.id = changed.proposal_id;\n        RETURN NULL;\n        ",
                    hash="11944a1c3d1bc5b3f88830715dd143792b559781",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_supports_given_1381f",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="proposals_support",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="support",
            trigger=pgtrigger.compiler.Trigger(
                name="supports_taken",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        UPDATE public.proposals_proposal AS proposal SET support_count = support_count + changed.number\n        FROM (SELECT proposal_id, -count(*) AS number FROM old_rows GROUP BY proposal_id) AS changed WHERE proposal.id = changed.proposal_id;\n        RETURN NULL;\n        ",
                    hash="6415f081749a1858e1d86c2d2671f018ea5f3cf6",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_supports_taken_64867",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="proposals_support",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="support",
            trigger=pgtrigger.compiler.Trigger(
                name="supports_moved",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        UPDATE public.proposals_proposal AS proposal SET support_count = support_count + changed.number\n        FROM (SELECT proposal_id, sum(number) AS number FROM (SELECT proposal_id, 1 AS number FROM new_rows UNION ALL SELECT proposal_id, -1 FROM old_rows) AS moves GROUP BY proposal_id HAVING sum(number) <> 0) AS changed WHERE proposal.id = changed.proposal_id;\n        RETURN NULL;\n        ",
                    hash="2a8c5f64b7fdb048f5af3b416a301dde2d5c5216",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_supports_moved_ec4ee",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="proposals_support",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="stafftopic",
            constraint=models.UniqueConstraint(fields=("staff_role", "topic"), name="staff_topic_unique"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("route_version__isnull", False)),
                fields=["route_version"],
                name="proposal_route_version",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="proposal_merged_into",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("department__isnull", False)),
                fields=["department"],
                name="proposal_department",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("executor__isnull", False)), fields=["executor"], name="proposal_executor"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["status", "submitted_at"], name="proposal_status_submitted"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["district", "status"], name="proposal_district_status"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["cell"], name="proposal_cell"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("location_source", "whole_route")),
                fields=["route_version"],
                name="proposal_whole_route",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                models.OrderBy(models.F("published_at"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(
                    (
                        "status__in",
                        (
                            "published",
                            "under_review",
                            "accepted",
                            "planned",
                            "in_progress",
                            "done",
                            "declined",
                            "forwarded",
                        ),
                    )
                ),
                name="proposal_public_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(
                    (
                        "status__in",
                        (
                            "published",
                            "under_review",
                            "accepted",
                            "planned",
                            "in_progress",
                            "done",
                            "declined",
                            "forwarded",
                        ),
                    )
                ),
                fields=["submitted_at", "id"],
                name="proposal_public_oldest",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                models.OrderBy(models.F("status_changed_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(
                    (
                        "status__in",
                        (
                            "published",
                            "under_review",
                            "accepted",
                            "planned",
                            "in_progress",
                            "done",
                            "declined",
                            "forwarded",
                        ),
                    )
                ),
                name="proposal_public_changed",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                models.OrderBy(models.F("support_count"), descending=True),
                models.OrderBy(models.F("submitted_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(
                    (
                        "status__in",
                        (
                            "published",
                            "under_review",
                            "accepted",
                            "planned",
                            "in_progress",
                            "done",
                            "declined",
                            "forwarded",
                        ),
                    )
                ),
                name="proposal_public_supported",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(fields=("public_id",), name="proposal_public_id_unique"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(fields=("number",), name="proposal_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                fields=("follow_digest",), name="proposal_follow_digest_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "submitted",
                            "published",
                            "under_review",
                            "accepted",
                            "planned",
                            "in_progress",
                            "done",
                            "declined",
                            "forwarded",
                            "rejected",
                            "withdrawn",
                            "merged",
                        ],
                    )
                ),
                name="proposal_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "location_source__in",
                        ["code_point", "chosen_stop", "device_on_route", "pin", "vehicle", "whole_route"],
                    )
                ),
                name="proposal_location_source_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("location__isnull", True), ("location_source", "whole_route")),
                    models.Q(
                        models.Q(("location_source", "whole_route"), _negated=True),
                        ("location__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="proposal_location_empty_only_whole_route",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("location_source__in", ["chosen_stop", "device_on_route", "vehicle", "whole_route"]),
                        _negated=True,
                    ),
                    ("route_version__isnull", False),
                    _connector="OR",
                ),
                name="proposal_route_source_needs_route",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("location_source__in", ["code_point", "chosen_stop"]), _negated=True),
                    ("place__isnull", False),
                    _connector="OR",
                ),
                name="proposal_place_source_needs_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("location_source", "device_on_route"), _negated=True),
                    models.Q(("accuracy_m__gte", 0), ("accuracy_m__lte", 300)),
                    _connector="OR",
                ),
                name="proposal_device_accuracy_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("code__isnull", False),
                    models.Q(("location_source", "code_point"), _negated=True),
                    _connector="OR",
                ),
                name="proposal_code_point_needs_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "status__in",
                            (
                                "published",
                                "under_review",
                                "accepted",
                                "planned",
                                "in_progress",
                                "done",
                                "declined",
                                "forwarded",
                            ),
                        ),
                        _negated=True,
                    ),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="proposal_public_has_publication_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("status", "merged")),
                    models.Q(models.Q(("status", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="proposal_merged_leads_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="proposal_not_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "rejected"), models.Q(("rejection_reason", ""), _negated=True)),
                    models.Q(models.Q(("status", "rejected"), _negated=True), ("rejection_reason", "")),
                    _connector="OR",
                ),
                name="proposal_rejected_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("erased_at__isnull", False), ("text", ""), ("title", "")),
                    models.Q(
                        ("erased_at__isnull", True), ("text__length__gte", 10), ("text__length__lte", 4000)
                    ),
                    _connector="OR",
                ),
                name="proposal_text_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["kk", "ru", "en"])), name="proposal_language_known"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="proposal_status_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{submitted:published,submitted:rejected,submitted:merged,submitted:withdrawn,published:submitted,rejected:submitted,published:under_review,under_review:accepted,under_review:declined,under_review:forwarded,accepted:planned,accepted:in_progress,planned:in_progress,in_progress:done,declined:under_review,forwarded:under_review,published:merged,under_review:merged,accepted:merged,planned:merged,in_progress:merged,done:merged,declined:merged,forwarded:merged,published:withdrawn,under_review:withdrawn,accepted:withdrawn,planned:withdrawn,in_progress:withdrawn,done:withdrawn,declined:withdrawn,forwarded:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="deeb3eb5d00963ff52a0da38215ab7b04de1fb21",
                    operation="UPDATE",
                    pgid="pgtrigger_proposal_status_moves_4c265",
                    table="proposals_proposal",
                    when="BEFORE",
                ),
            ),
        ),
    ]

"""The records, as they begin."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("districts", "0001_initial"),
        ("network", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CodeMiss",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("network_digest", models.CharField(max_length=64, verbose_name="digest of the network")),
                ("window", models.DateTimeField(verbose_name="beginning of the span")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="misses")),
            ],
            options={
                "verbose_name": "misses of a network",
                "verbose_name_plural": "misses of networks",
                "constraints": [
                    models.UniqueConstraint(fields=("network_digest", "window"), name="code_miss_once_each")
                ],
            },
        ),
        migrations.CreateModel(
            name="QRCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=10, unique=True, verbose_name="code")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "Issued"),
                            ("installed", "Installed"),
                            ("suspect", "Suspect"),
                            ("replaced", "Replaced"),
                            ("revoked", "Revoked"),
                        ],
                        default="issued",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="issued")),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="signs.qrcode",
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "verbose_name": "code",
                "verbose_name_plural": "codes",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CodeEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("issued", "Code issued"),
                            ("installed", "Sign installed"),
                            ("moved", "Sign moved"),
                            ("reported", "Sign reported"),
                            ("suspected", "Sign marked as suspect"),
                            ("checked", "Sign checked"),
                            ("replaced", "Sign replaced"),
                            ("revoked", "Sign revoked"),
                        ],
                        max_length=12,
                        verbose_name="what was done",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "Issued"),
                            ("installed", "Installed"),
                            ("suspect", "Suspect"),
                            ("replaced", "Replaced"),
                            ("revoked", "Revoked"),
                        ],
                        max_length=12,
                        verbose_name="state after it",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "location",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True, null=True, srid=4326, verbose_name="where"
                    ),
                ),
                (
                    "accuracy_m",
                    models.FloatField(blank=True, null=True, verbose_name="accuracy of the position, m"),
                ),
                (
                    "distance_m",
                    models.FloatField(
                        blank=True, null=True, verbose_name="distance from the intended place, m"
                    ),
                ),
                ("photo", models.ImageField(blank=True, upload_to="signs/", verbose_name="photo")),
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
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="signs.qrcode",
                        verbose_name="code",
                    ),
                ),
            ],
            options={
                "verbose_name": "event of a code",
                "verbose_name_plural": "events of codes",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CodeBinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "board_number",
                    models.CharField(blank=True, max_length=20, verbose_name="board number of the bus"),
                ),
                ("valid_from", models.DateTimeField(verbose_name="in force from")),
                ("valid_to", models.DateTimeField(blank=True, null=True, verbose_name="in force until")),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bindings",
                        to="network.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bindings",
                        to="network.busroute",
                        verbose_name="route",
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bindings",
                        to="signs.qrcode",
                        verbose_name="code",
                    ),
                ),
            ],
            options={
                "verbose_name": "binding",
                "verbose_name_plural": "bindings",
                "ordering": ["code", "valid_from"],
            },
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("slot", models.PositiveSmallIntegerField(verbose_name="slot")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="scans")),
                ("submissions", models.PositiveIntegerField(default=0, verbose_name="proposals sent")),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scans", to="signs.qrcode"
                    ),
                ),
            ],
            options={
                "verbose_name": "scans of a day",
                "verbose_name_plural": "scans",
            },
        ),
        migrations.CreateModel(
            name="SentCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("proposal", "Proposal"),
                            ("report", "Report of a sign"),
                            ("withdrawal", "Withdrawal"),
                        ],
                        max_length=10,
                        verbose_name="what was sent",
                    ),
                ),
                (
                    "network_digest",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of the network"),
                ),
                ("window", models.DateTimeField(verbose_name="beginning of the span")),
                ("slot", models.PositiveSmallIntegerField(verbose_name="slot")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="times")),
            ],
            options={
                "verbose_name": "sent from a network",
                "verbose_name_plural": "sent from networks",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("window", "kind", "network_digest", "slot"), name="sent_count_once_each"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["proposal", "report", "withdrawal"])),
                        name="sent_count_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slot__lt", 8)), name="sent_count_slot_in_range"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("wrong_place", "It hangs in another place"),
                            ("pasted_over", "Another code is pasted over it"),
                            ("asks_money", "It asks for money, a card or an SMS code"),
                            ("damaged", "It is torn or cannot be read"),
                        ],
                        max_length=12,
                        verbose_name="what is wrong",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="in own words")),
                (
                    "reported_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="reported"),
                ),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="handled")),
                (
                    "network_digest",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        editable=False,
                        max_length=64,
                        verbose_name="digest of the network",
                    ),
                ),
                (
                    "is_one_of_many",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Its network had reported many signs that day: it makes no sign suspect.",
                        verbose_name="one of many",
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="signs.qrcode",
                        verbose_name="code",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of a sign",
                "verbose_name_plural": "reports of signs",
                "ordering": ["-reported_at", "-pk"],
            },
        ),
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
                        to="signs.signreport",
                        verbose_name="report of a sign",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice to a keeper",
                "verbose_name_plural": "notices to keepers",
            },
        ),
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
                    models.CheckConstraint(
                        condition=models.Q(("scans__gt", 0)), name="district_scans_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="district_scans_month_begins"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="qrcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[0-9ABCDEFGHJKMNPQRSTVWXYZ]{10}$")), name="code_alphabet"
            ),
        ),
        migrations.AddConstraint(
            model_name="qrcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["issued", "installed", "suspect", "replaced", "revoked"])),
                name="code_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="qrcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaced_by__isnull", True), ("state", "replaced"), _connector="OR"),
                name="code_replacement_only_replaced",
            ),
        ),
        migrations.AddConstraint(
            model_name="qrcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaced_by", models.F("id")), _negated=True),
                name="code_not_replaced_by_itself",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="qrcode",
            trigger=pgtrigger.compiler.Trigger(
                name="code_state_moves_on",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{issued:installed,issued:suspect,issued:replaced,issued:revoked,installed:suspect,installed:replaced,installed:revoked,suspect:installed,suspect:replaced,suspect:revoked}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="940fb4e12c94a8528e50e975d018eda9c652a819",
                    operation="UPDATE",
                    pgid="pgtrigger_code_state_moves_on_bf690",
                    table="signs_qrcode",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="codeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["issued", "installed", "suspect", "replaced", "revoked"])),
                name="code_event_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="codeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        [
                            "issued",
                            "installed",
                            "moved",
                            "reported",
                            "suspected",
                            "checked",
                            "replaced",
                            "revoked",
                        ],
                    )
                ),
                name="code_event_action_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="codeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="code_event_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b901851255b49db6c38cb870add27e254dc5dea0",
                    operation="DELETE",
                    pgid="pgtrigger_code_event_kept_54392",
                    table="signs_codeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="codeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="code_event_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."code_id" IS DISTINCT FROM (NEW."code_id") OR OLD."distance_m" IS DISTINCT FROM (NEW."distance_m") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."location" IS DISTINCT FROM (NEW."location") OR OLD."photo" IS DISTINCT FROM (NEW."photo") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c7704a397645dd171d3db2952af7ad39af85a5b5",
                    operation="UPDATE",
                    pgid="pgtrigger_code_event_unchanged_7c0cb",
                    table="signs_codeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="codeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="code_event_actor_only_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."actor_id" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="53dde11954b8a5e9b279469ab5296845934c1a27",
                    operation="UPDATE",
                    pgid="pgtrigger_code_event_actor_only_erased_e4c11",
                    table="signs_codeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="codebinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place__isnull", False), ("route__isnull", True)),
                    models.Q(("place__isnull", True), ("route__isnull", False)),
                    _connector="OR",
                ),
                name="binding_exactly_one_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="codebinding",
            constraint=models.CheckConstraint(
                condition=models.Q(("board_number", ""), ("route__isnull", False), _connector="OR"),
                name="binding_board_number_needs_route",
            ),
        ),
        migrations.AddConstraint(
            model_name="codebinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="binding_validity_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="codebinding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)),
                fields=("code",),
                name="binding_one_in_force_per_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="codebinding",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("code"), "="),
                    (
                        models.Func(
                            models.F("valid_from"),
                            models.F("valid_to"),
                            django.contrib.postgres.fields.ranges.RangeBoundary(),
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="binding_no_overlap",
            ),
        ),
        migrations.AddIndex(
            model_name="scan",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["day"], name="scan_by_day", pages_per_range=32
            ),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.UniqueConstraint(
                fields=("code", "day", "slot"), name="scan_code_day_slot_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.CheckConstraint(
                condition=models.Q(("slot__lt", 16)), name="scan_slot_in_range"
            ),
        ),
        migrations.AddIndex(
            model_name="signreport",
            index=models.Index(
                condition=models.Q(("handled_at__isnull", True)), fields=["code"], name="sign_report_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="signreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["wrong_place", "pasted_over", "asks_money", "damaged"])),
                name="sign_report_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="signreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("handled_at__isnull", True),
                    ("handled_at__gte", models.F("reported_at")),
                    _connector="OR",
                ),
                name="sign_report_handled_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="signreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("handled_at__isnull", True), ("network_digest", ""), _connector="OR"),
                name="sign_report_answered_names_no_network",
            ),
        ),
        migrations.AddConstraint(
            model_name="keepernotice",
            constraint=models.UniqueConstraint(fields=("report", "keeper"), name="keeper_told_once"),
        ),
    ]

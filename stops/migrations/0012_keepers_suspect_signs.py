"""Let a keeper mark a sign as suspect; going back, such a step reads as a report, which it was before."""

from django.db import migrations, models

AFTER = ["issued", "installed", "moved", "reported", "suspected", "checked", "replaced", "revoked"]

# Events are never changed: going back is the one exception, and only for the word of this step.
FORGET = """
ALTER TABLE stops_codeevent DISABLE TRIGGER USER;
UPDATE stops_codeevent SET action = 'reported' WHERE action = 'suspected';
ALTER TABLE stops_codeevent ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("stops", "0011_reports_name_their_network")]

    operations = [
        migrations.RemoveConstraint(model_name="codeevent", name="code_event_action_known"),
        migrations.AlterField(
            model_name="codeevent",
            name="action",
            field=models.CharField(
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
        migrations.RunSQL(migrations.RunSQL.noop, FORGET),
        migrations.AddConstraint(
            model_name="codeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__in", AFTER)), name="code_event_action_known"
            ),
        ),
    ]

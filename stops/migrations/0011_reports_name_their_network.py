"""Tell reports of one sign apart by a digest of their network, and mark what is one of many."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stops", "0010_sent_counts")]

    operations = [
        migrations.AddField(
            model_name="signreport",
            name="is_one_of_many",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Its network had reported many signs that day: it makes no sign suspect.",
                verbose_name="one of many",
            ),
        ),
        migrations.AddField(
            model_name="signreport",
            name="network_digest",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=64,
                verbose_name="digest of the network",
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
                condition=models.Q(("handled_at__isnull", True), ("network_digest", ""), _connector="OR"),
                name="sign_report_answered_names_no_network",
            ),
        ),
    ]

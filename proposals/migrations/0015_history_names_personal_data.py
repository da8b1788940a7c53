"""The history says when personal data was hidden, left to be read, or looked at."""

from django.db import migrations, models

EARLIER = ["submitted", "status_changed", "field_changed", "replied", "merged", "erased"]


class Migration(migrations.Migration):
    dependencies = [("proposals", "0014_store_proposal")]

    operations = [
        migrations.RemoveConstraint(model_name="historyentry", name="history_action_known"),
        migrations.AlterField(
            model_name="historyentry",
            name="action",
            field=models.CharField(
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
        migrations.AddConstraint(
            model_name="historyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("action__in", [*EARLIER, "data_hidden", "data_shown", "original_seen", "contact_seen"])
                ),
                name="history_action_known",
            ),
        ),
    ]

"""Note which mails were sent, so that none is sent twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0016_original_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposalcontact",
            name="receipt_mailed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="receipt mailed"),
        ),
        migrations.AddField(
            model_name="proposalcontact",
            name="told_of",
            field=models.DateTimeField(
                blank=True,
                help_text="The change of status that was mailed last.",
                null=True,
                verbose_name="told of",
            ),
        ),
    ]

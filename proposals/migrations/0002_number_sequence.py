"""The sequence from which receipt numbers are taken."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Numbers never repeat; a rolled-back submission leaves a gap."""

    dependencies: ClassVar = [("proposals", "0001_initial")]

    operations: ClassVar = [
        migrations.RunSQL("CREATE SEQUENCE proposal_number_seq", "DROP SEQUENCE proposal_number_seq"),
    ]

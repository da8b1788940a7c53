"""Earlier events of codes say what was done: until now the state after them told it."""

from django.db import migrations

# The triggers that keep events unchanged stand aside for this one update.
SQL = """
ALTER TABLE stops_codeevent DISABLE TRIGGER USER;
UPDATE stops_codeevent SET action = CASE state WHEN 'suspect' THEN 'reported' ELSE state END;
ALTER TABLE stops_codeevent ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("stops", "0003_signs_of_a_city")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

"""Count openings of a sign and proposals sent from it by one function, which its callers share."""

from django.db import migrations

CREATE = """
CREATE FUNCTION public.count_scan(at_code bigint, on_day date, scans integer, sent integer) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
-- A slot at random, so that one hot sign makes nobody wait; one statement, so that no count is lost.
BEGIN
    INSERT INTO public.stops_scan (code_id, day, slot, count, submissions)
    VALUES (at_code, on_day, floor(16 * random())::smallint, scans, sent)
    ON CONFLICT ON CONSTRAINT scan_code_day_slot_unique DO UPDATE
    SET count = stops_scan.count + excluded.count, submissions = stops_scan.submissions + excluded.submissions;
END
$$;
"""

DROP = "DROP FUNCTION public.count_scan(bigint, date, integer, integer);"


class Migration(migrations.Migration):
    dependencies = [("stops", "0008_district_scans")]

    operations = [migrations.RunSQL(CREATE, DROP)]

"""Let the version of the public data also change with the districts' scans, over which rates are said."""

from django.db import migrations

NOTICE = """
CREATE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.stops_districtscans
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
"""

DROP = "DROP TRIGGER heatmap_notice ON public.stops_districtscans;"


class Migration(migrations.Migration):
    dependencies = [
        ("stops", "0008_district_scans"),
        ("proposals", "0006_heatmap_notices_names"),
    ]

    operations = [migrations.RunSQL(NOTICE, DROP)]

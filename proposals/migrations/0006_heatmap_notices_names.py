"""Let the version of the public data also change with what tiles show beside counts: headlines, points and names."""

from django.db import migrations

from proposals.models.status import COUNTED_STATUSES

STATUSES = ", ".join(f"'{status.value}'" for status in COUNTED_STATUSES)

# A changed count is told already; here only what leaves every count as it was.
NOTICES = f"""
CREATE TRIGGER heatmap_notice AFTER UPDATE ON public.proposals_proposal
    FOR EACH ROW WHEN (
        NEW.status IN ({STATUSES})
        AND (OLD.title, OLD.text, OLD.location::text) IS DISTINCT FROM (NEW.title, NEW.text, NEW.location::text)
    ) EXECUTE FUNCTION public.heatmap_notice();
CREATE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.stops_place
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.stops_busroute
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
"""

DROP = """
DROP TRIGGER heatmap_notice ON public.stops_busroute;
DROP TRIGGER heatmap_notice ON public.stops_place;
DROP TRIGGER heatmap_notice ON public.proposals_proposal;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("stops", "0007_share_tiles"),
        ("proposals", "0005_heatmap_triggers"),
    ]

    operations = [migrations.RunSQL(NOTICES, DROP)]

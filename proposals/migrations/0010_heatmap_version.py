"""Say the version of the public data by a function, whose plan each connection makes once."""

from django.db import migrations

# Folding removes deltas and adds a row to the log; between two folds deltas are only added. So the newest fold
# and the number of public deltas after it name one state of the public counts. Hidden changes are not told.
CREATE = """
CREATE FUNCTION public.heatmap_version() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN coalesce((
            SELECT fold.id || '.' || (1000000 * extract(epoch FROM fold.at))::bigint
            FROM public.proposals_heatmapfold AS fold ORDER BY fold.id DESC LIMIT 1
        ), '0')
        || '.' || (SELECT count(*) FROM public.proposals_heatmapdelta WHERE status <= 8);
END
$$;
"""

DROP = "DROP FUNCTION public.heatmap_version();"


class Migration(migrations.Migration):
    dependencies = [("proposals", "0009_oldest_first")]

    operations = [migrations.RunSQL(CREATE, DROP)]

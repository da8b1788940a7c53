"""Triggers that write down every change of a count, whoever makes it and how."""

from typing import Any

from django.conf import settings
from django.db import migrations

# Months are the city's. `rebuild_heatmap` writes this function anew where TIME_ZONE was changed.
TIME_ZONE = """
CREATE OR REPLACE FUNCTION public.city_time_zone() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT %s::text $$
"""

# What one proposal adds to the counts; status codes are those of `proposals.models.heatmap.STATUS_CODES`.
COUNTED = """
    coalesce(cell, 0) AS cell,
    CASE WHEN location IS NULL THEN coalesce(route_version_id, 0) ELSE 0 END AS version,
    CASE WHEN location IS NULL THEN 0 ELSE coalesce(district_id, 0) END AS district,
    topic_id::integer AS topic,
    (CASE status
        WHEN 'published' THEN 1 WHEN 'under_review' THEN 2 WHEN 'accepted' THEN 3 WHEN 'planned' THEN 4
        WHEN 'in_progress' THEN 5 WHEN 'done' THEN 6 WHEN 'declined' THEN 7 WHEN 'forwarded' THEN 8
        WHEN 'submitted' THEN 9 WHEN 'rejected' THEN 10 WHEN 'withdrawn' THEN 11 WHEN 'merged' THEN 12
    END)::smallint AS status,
    (12 * extract(year FROM timezone(public.city_time_zone(), submitted_at))
        + extract(month FROM timezone(public.city_time_zone(), submitted_at)) - 1)::smallint AS month
"""

# One statement a statement, however many rows it changed; what did not change cancels out.
PROPOSALS = f"""
CREATE FUNCTION public.heatmap_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.proposals_heatmapdelta (cell, version, district, topic, status, month, count)
        SELECT cell, version, district, topic, status, month, count(*)
        FROM (SELECT {COUNTED} FROM new_rows) AS counted
        GROUP BY cell, version, district, topic, status, month;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.proposals_heatmapdelta (cell, version, district, topic, status, month, count)
        SELECT cell, version, district, topic, status, month, -count(*)
        FROM (SELECT {COUNTED} FROM old_rows) AS counted
        GROUP BY cell, version, district, topic, status, month;
    ELSE
        INSERT INTO public.proposals_heatmapdelta (cell, version, district, topic, status, month, count)
        SELECT cell, version, district, topic, status, month, sum(count)
        FROM (
            SELECT {COUNTED}, -1 AS count FROM old_rows
            UNION ALL
            SELECT {COUNTED}, 1 AS count FROM new_rows
        ) AS counted
        GROUP BY cell, version, district, topic, status, month
        HAVING sum(count) <> 0;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER heatmap_inserted AFTER INSERT ON public.proposals_proposal
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_count();
CREATE TRIGGER heatmap_updated AFTER UPDATE ON public.proposals_proposal
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_count();
CREATE TRIGGER heatmap_deleted AFTER DELETE ON public.proposals_proposal
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_count();
"""  # noqa: S608

# A row that counts nothing makes the data's version another one.
NOTICES = """
CREATE FUNCTION public.heatmap_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.proposals_heatmapdelta (cell, version, district, topic, status, month, count)
    VALUES (0, 0, 0, 0, 0, 0, 0);
    RETURN NULL;
END
$$;
CREATE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.stops_sharetile
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.districts_district
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.proposals_topic
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
"""

DROP = """
DROP TRIGGER heatmap_notice ON public.proposals_topic;
DROP TRIGGER heatmap_notice ON public.districts_district;
DROP TRIGGER heatmap_notice ON public.stops_sharetile;
DROP FUNCTION public.heatmap_notice();
DROP TRIGGER heatmap_deleted ON public.proposals_proposal;
DROP TRIGGER heatmap_updated ON public.proposals_proposal;
DROP TRIGGER heatmap_inserted ON public.proposals_proposal;
DROP FUNCTION public.heatmap_count();
DROP FUNCTION public.city_time_zone();
"""


def create_time_zone(apps: Any, schema_editor: Any) -> None:
    """Create the function that says the city's time zone."""
    schema_editor.execute(TIME_ZONE % schema_editor.quote_value(settings.TIME_ZONE))


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0002_initial"),
        ("stops", "0007_share_tiles"),
        ("proposals", "0004_heatmap_cube"),
    ]

    operations = [
        migrations.RunPython(create_time_zone, migrations.RunPython.noop),
        migrations.RunSQL([(PROPOSALS, None), (NOTICES, None)], DROP),
    ]

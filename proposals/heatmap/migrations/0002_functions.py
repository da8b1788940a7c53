"""Count proposals by triggers, and say the version of the counts and the level of a view."""

from typing import Any

from django.conf import settings
from django.db import migrations

TIME_ZONE = """
-- The city's time zone, in which months are counted. Its parameter is the setting TIME_ZONE; rebuild_heatmap writes the
-- function anew where that was changed.
CREATE OR REPLACE FUNCTION public.city_time_zone() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT %s::text $$;
"""

CREATE = """
-- Packed numbers are read as they are: compressing them would cost more than it saves. Tiles and deltas are rewritten
-- often and are small tables, so what is dead in them goes early.
ALTER TABLE public.heatmap_cubetile
    ALTER COLUMN total SET STORAGE EXTERNAL,
    ALTER COLUMN by_status SET STORAGE EXTERNAL,
    ALTER COLUMN by_month SET STORAGE EXTERNAL,
    ALTER COLUMN by_both SET STORAGE EXTERNAL,
    SET (autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE public.heatmap_cubedelta
    SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- How the cube writes a status; proposals.heatmap.models.STATUS_CODES says the same to Python.
CREATE OR REPLACE FUNCTION public.heatmap_status(status text) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (CASE status
    WHEN 'published' THEN 1 WHEN 'under_review' THEN 2 WHEN 'accepted' THEN 3 WHEN 'planned' THEN 4
    WHEN 'in_progress' THEN 5 WHEN 'done' THEN 6 WHEN 'declined' THEN 7 WHEN 'forwarded' THEN 8
    WHEN 'submitted' THEN 9 WHEN 'rejected' THEN 10 WHEN 'withdrawn' THEN 11 WHEN 'merged' THEN 12
END)::smallint;

-- The month of a moment in the city's time zone, as year × 12 + month − 1.
CREATE OR REPLACE FUNCTION public.heatmap_month(moment timestamptz) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    12 * extract(year FROM timezone(public.city_time_zone(), moment))
    + extract(month FROM timezone(public.city_time_zone(), moment)) - 1
)::smallint;

-- Write down what a statement changes in the counts, whoever makes it and how: one row a count, however many rows
-- changed; what did not change cancels out.
CREATE OR REPLACE FUNCTION public.heatmap_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.heatmap_cubedelta (cell, version, district, topic, status, month, count)
        SELECT coalesce(cell, 0),
            CASE WHEN location IS NULL THEN coalesce(route_version_id, 0) ELSE 0 END,
            CASE WHEN location IS NULL THEN 0 ELSE coalesce(district_id, 0) END,
            topic_id, public.heatmap_status(status), public.heatmap_month(submitted_at), count(*)
        FROM new_rows
        GROUP BY 1, 2, 3, 4, 5, 6;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.heatmap_cubedelta (cell, version, district, topic, status, month, count)
        SELECT coalesce(cell, 0),
            CASE WHEN location IS NULL THEN coalesce(route_version_id, 0) ELSE 0 END,
            CASE WHEN location IS NULL THEN 0 ELSE coalesce(district_id, 0) END,
            topic_id, public.heatmap_status(status), public.heatmap_month(submitted_at), -count(*)
        FROM old_rows
        GROUP BY 1, 2, 3, 4, 5, 6;
    ELSE
        INSERT INTO public.heatmap_cubedelta (cell, version, district, topic, status, month, count)
        SELECT coalesce(cell, 0),
            CASE WHEN location IS NULL THEN coalesce(route_version_id, 0) ELSE 0 END,
            CASE WHEN location IS NULL THEN 0 ELSE coalesce(district_id, 0) END,
            topic_id, public.heatmap_status(status), public.heatmap_month(submitted_at), sum(change)
        FROM (SELECT *, -1 AS change FROM old_rows UNION ALL SELECT *, 1 AS change FROM new_rows) AS changed
        GROUP BY 1, 2, 3, 4, 5, 6
        HAVING sum(change) <> 0;
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER heatmap_inserted AFTER INSERT ON public.proposals_proposal
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_count();
CREATE OR REPLACE TRIGGER heatmap_updated AFTER UPDATE ON public.proposals_proposal
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_count();
CREATE OR REPLACE TRIGGER heatmap_deleted AFTER DELETE ON public.proposals_proposal
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_count();

-- A row that counts nothing makes the data's version another one: what public answers show beside counts has changed.
-- Of proposals it is told here what leaves the counts as they were: words and points that are shown beside them.
CREATE OR REPLACE FUNCTION public.heatmap_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.heatmap_cubedelta (cell, version, district, topic, status, month, count)
    VALUES (0, 0, 0, 0, 0, 0, 0);
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.network_sharetile
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE OR REPLACE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.districts_district
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE OR REPLACE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.proposals_topic
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE OR REPLACE TRIGGER heatmap_notice AFTER UPDATE ON public.proposals_proposal
    FOR EACH ROW WHEN (
        NEW.status IN (
            'published', 'under_review', 'accepted', 'planned', 'in_progress', 'done', 'declined', 'forwarded'
        )
        AND (OLD.title, OLD.text, OLD.location::text) IS DISTINCT FROM (NEW.title, NEW.text, NEW.location::text)
    ) EXECUTE FUNCTION public.heatmap_notice();
CREATE OR REPLACE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.network_place
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE OR REPLACE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.network_busroute
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE OR REPLACE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.signs_districtscans
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();

-- The version of the public data.
-- Folding removes deltas and adds a row to the log; between two folds deltas are only added. So the newest fold and the
-- number of public deltas after it name one state of the public counts. Hidden changes are not told.
CREATE OR REPLACE FUNCTION public.heatmap_version() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN coalesce((
            SELECT fold.id || '.' || (1000000 * extract(epoch FROM fold.at))::bigint
            FROM public.heatmap_cubefold AS fold ORDER BY fold.id DESC LIMIT 1
        ), '0')
        || '.' || (SELECT count(*) FROM public.heatmap_cubedelta WHERE status <= 8);
END
$$;

-- The finest level at which a view has at most so many cells.
-- Two ranges of columns, the second empty (its first above its last) away from the antimeridian; the columns and rows
-- are cells of level 18, blocks are 32 of them wide at that level.
CREATE OR REPLACE FUNCTION public.heatmap_level(
    coarsest integer, finest integer, cells_most bigint,
    first0 integer, last0 integer, first1 integer, last1 integer, top integer, bottom integer
) RETURNS smallint LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (
        SELECT CASE WHEN count(*) = 0 THEN finest
            ELSE coalesce(max(levels.level) FILTER (WHERE levels.cells <= cells_most), coarsest) END
        FROM (
            SELECT blocks.level, sum(blocks.occupied) AS cells
            FROM (
                SELECT tile.level, tile.occupied, tile.x, tile.y FROM public.heatmap_cubetile AS tile
                WHERE tile.level BETWEEN coarsest AND finest AND NOT tile.hidden AND tile.topic = 0
                UNION ALL
                SELECT share.level, share.occupied, share.x, share.y FROM public.network_sharetile AS share
                WHERE share.level BETWEEN coarsest AND finest
            ) AS blocks
            WHERE (
                blocks.x BETWEEN first0 >> (23 - blocks.level) AND last0 >> (23 - blocks.level)
                OR blocks.x BETWEEN first1 >> (23 - blocks.level) AND last1 >> (23 - blocks.level)
                   AND first1 <= last1
            ) AND blocks.y BETWEEN top >> (23 - blocks.level) AND bottom >> (23 - blocks.level)
            GROUP BY blocks.level
        ) AS levels
    );
END
$$;
"""

DROP = """
DROP FUNCTION public.heatmap_level;
DROP FUNCTION public.heatmap_version();
DROP FUNCTION public.heatmap_notice() CASCADE;
DROP FUNCTION public.heatmap_count() CASCADE;
DROP FUNCTION public.heatmap_month(timestamptz);
DROP FUNCTION public.heatmap_status(text);
DROP FUNCTION public.city_time_zone();
"""


def create_time_zone(apps: Any, schema_editor: Any) -> None:
    """Create the function that says the city's time zone."""
    schema_editor.execute(TIME_ZONE % schema_editor.quote_value(settings.TIME_ZONE))


class Migration(migrations.Migration):
    dependencies = [("heatmap", "0001_initial"), ("proposals", "0002_functions")]

    operations = [
        migrations.RunPython(create_time_zone, migrations.RunPython.noop),
        migrations.RunSQL([(CREATE, None)], DROP),
    ]

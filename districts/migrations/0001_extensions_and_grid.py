"""Extensions, and the function that gives a point its cell of the grid."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

# The schema is named, since a restored dump recomputes generated columns with an empty search_path.
CREATE = """
CREATE FUNCTION public.grid_spread(value bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    -- The bits of an 18-bit number on the even places, zeros between them.
    SELECT (d | (d << 1)) & x'5555555555555555'::bigint
    FROM (SELECT (c | (c << 2)) & x'3333333333333333'::bigint AS d
    FROM (SELECT (b | (b << 4)) & x'0F0F0F0F0F0F0F0F'::bigint AS c
    FROM (SELECT (a | (a << 8)) & x'00FF00FF00FF00FF'::bigint AS b
    FROM (SELECT (value | (value << 16)) & x'0000FFFF0000FFFF'::bigint AS a) AS s1) AS s2) AS s3) AS s4
$$;

CREATE FUNCTION public.grid_key(x bigint, y bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT public.grid_spread(x) | (public.grid_spread(y) << 1)
$$;

CREATE FUNCTION public.grid_cell(location public.geometry) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    -- Level 18 of the web-Mercator quadtree; location has SRID 4326.
    SELECT public.grid_key(
        least(262143, greatest(0, floor((public.ST_X(location) + 180) / 360 * 262144)))::bigint,
        least(262143, greatest(0, floor((0.5 - asinh(tan(radians(
            least(85.0511287798066, greatest(-85.0511287798066, public.ST_Y(location)))))) / (2 * pi())) * 262144
        )))::bigint)
$$;
"""

DROP = """
DROP FUNCTION public.grid_cell(public.geometry);
DROP FUNCTION public.grid_key(bigint, bigint);
DROP FUNCTION public.grid_spread(bigint);
"""


class Migration(migrations.Migration):
    """The ground of every other migration."""

    initial = True

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(CREATE, DROP),
    ]

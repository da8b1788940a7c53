-- The bits of a number of 18 bits on the even places, zeros between them.
-- The schema is named in all of these, since a restored dump recomputes generated columns with an empty search_path.
CREATE OR REPLACE FUNCTION public.grid_spread(value bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT (d | (d << 1)) & x'5555555555555555'::bigint
    FROM (SELECT (c | (c << 2)) & x'3333333333333333'::bigint AS d
    FROM (SELECT (b | (b << 4)) & x'0F0F0F0F0F0F0F0F'::bigint AS c
    FROM (SELECT (a | (a << 8)) & x'00FF00FF00FF00FF'::bigint AS b
    FROM (SELECT (value | (value << 16)) & x'0000FFFF0000FFFF'::bigint AS a) AS s1) AS s2) AS s3) AS s4
$$;

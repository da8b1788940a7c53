-- The key of the finest cell of a point (SRID 4326), level 18; NULL where there is no point.
-- The same as grid_key(x, y), written out: nested SQL functions are parsed anew at every call (4 µs instead of 400).
CREATE OR REPLACE FUNCTION public.grid_cell(location public.geometry) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    x bigint := least(262143, greatest(0, floor((public.ST_X(location) + 180) / 360 * 262144)));
    y bigint := least(262143, greatest(0, floor((0.5 - asinh(tan(radians(
        least(85.0511287798066, greatest(-85.0511287798066, public.ST_Y(location)))))) / (2 * pi())) * 262144)));
BEGIN
    x := (x | (x << 16)) & x'0000FFFF0000FFFF'::bigint;
    y := (y | (y << 16)) & x'0000FFFF0000FFFF'::bigint;
    x := (x | (x << 8)) & x'00FF00FF00FF00FF'::bigint;
    y := (y | (y << 8)) & x'00FF00FF00FF00FF'::bigint;
    x := (x | (x << 4)) & x'0F0F0F0F0F0F0F0F'::bigint;
    y := (y | (y << 4)) & x'0F0F0F0F0F0F0F0F'::bigint;
    x := (x | (x << 2)) & x'3333333333333333'::bigint;
    y := (y | (y << 2)) & x'3333333333333333'::bigint;
    RETURN (x | (x << 1)) & x'5555555555555555'::bigint | (((y | (y << 1)) & x'5555555555555555'::bigint) << 1);
END
$$;

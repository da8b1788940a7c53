-- The key of the finest cell in a column and a row of the web-Mercator quadtree, level 18.
CREATE OR REPLACE FUNCTION public.grid_key(x bigint, y bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT public.grid_spread(x) | (public.grid_spread(y) << 1)
$$;

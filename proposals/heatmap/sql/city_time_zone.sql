-- The city's time zone, in which months are counted. Its parameter is the setting TIME_ZONE; rebuild_heatmap writes the
-- function anew where that was changed.
CREATE OR REPLACE FUNCTION public.city_time_zone() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT %s::text $$;

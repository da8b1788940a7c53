-- The month of a moment in the city's time zone, as year × 12 + month − 1.
CREATE OR REPLACE FUNCTION public.heatmap_month(moment timestamptz) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    12 * extract(year FROM timezone(public.city_time_zone(), moment))
    + extract(month FROM timezone(public.city_time_zone(), moment)) - 1
)::smallint;

-- A tile of the lines of the routes in use, one feature a direction. Numbers of whole-route proposals come from the cube
-- by route version, as parallel arrays; those about earlier versions of a route are about it too.
-- Materialized, or each shape would be cut twice: once to see whether anything is left of it.
WITH drawn AS MATERIALIZED (
    SELECT
        ST_AsMVTGeom(
            ST_Transform(direction.line, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s, true
        ) AS geom,
        route.number,
        route.mode,
        coalesce(
            nullif(CASE %(language)s WHEN 'ru' THEN route.name_ru WHEN 'en' THEN route.name_en END, ''),
            nullif(route.name_kk, ''), nullif(route.name_ru, ''), route.name_en
        ) AS name,
        route.name_kk,
        route.name_ru,
        nullif(route.name_en, '') AS name_en,
        direction.direction,
        coalesce(
            nullif(
                CASE %(language)s WHEN 'ru' THEN direction.headsign_ru WHEN 'en' THEN direction.headsign_en END, ''
            ),
            nullif(direction.headsign_kk, ''), nullif(direction.headsign_ru, ''), direction.headsign_en
        ) AS headsign,
        coalesce(counted.count, 0) AS proposals
    FROM network_routedirection AS direction
    JOIN network_routeversion AS version ON version.id = direction.version_id AND version.valid_to IS NULL
    JOIN network_busroute AS route ON route.id = version.route_id AND route.retired_at IS NULL
    LEFT JOIN (
        SELECT each.route_id, sum(of_version.count)::integer AS count
        FROM unnest(%(versions)s::bigint[], %(counts)s::integer[]) AS of_version (id, count)
        JOIN network_routeversion AS each ON each.id = of_version.id
        GROUP BY each.route_id
    ) AS counted ON counted.route_id = route.id
    WHERE direction.line && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
    ORDER BY route.sort_key, route.number, route.id, direction.direction
)
SELECT ST_AsMVT(tile, 'routes', 4096, 'geom')
FROM (SELECT drawn.* FROM drawn WHERE drawn.geom IS NOT NULL) AS tile

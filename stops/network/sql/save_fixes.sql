-- Keep the last position of each vehicle of a feed; a vehicle's row changes only where the feed knows of a later moment.
-- Parameters: arrays of one length, an element a vehicle (lons and lats in degrees, SRID 4326; bearings in degrees from
-- north); source, of the routes that they name.
INSERT INTO network_vehiclefix (vehicle_id, board_number, route_id, direction, location, bearing, at)
SELECT fix.vehicle_id, fix.board_number, route.id, fix.direction,
       ST_SetSRID(ST_MakePoint(fix.lon, fix.lat), 4326), fix.bearing, fix.at
FROM unnest(%(vehicle_ids)s::text[], %(board_numbers)s::text[], %(route_ids)s::text[], %(directions)s::smallint[],
            %(lons)s::float8[], %(lats)s::float8[], %(bearings)s::float8[], %(times)s::timestamptz[])
     AS fix(vehicle_id, board_number, route_id, direction, lon, lat, bearing, at)
LEFT JOIN network_busroute AS route
       ON route.source = %(source)s AND route.source_id = fix.route_id AND route.retired_at IS NULL
ON CONFLICT (vehicle_id) DO UPDATE
SET board_number = excluded.board_number, route_id = excluded.route_id, direction = excluded.direction,
    location = excluded.location, bearing = excluded.bearing, at = excluded.at
WHERE network_vehiclefix.at < excluded.at

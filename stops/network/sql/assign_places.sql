-- Give every place its district of today, or none outside them: on a shared border the one with the lowest KATO code.
-- Parameters: today, the date whose boundaries hold.
UPDATE network_place AS place
SET district_id = found.district_id
FROM (
    SELECT place.id, (
        SELECT district.id FROM districts_district AS district
        WHERE district.valid_from <= %(today)s
          AND (district.valid_to IS NULL OR district.valid_to > %(today)s)
          AND ST_Intersects(district.boundary, place.location)
        ORDER BY district.kato LIMIT 1
    ) AS district_id
    FROM network_place AS place
) AS found
WHERE found.id = place.id AND place.district_id IS DISTINCT FROM found.district_id

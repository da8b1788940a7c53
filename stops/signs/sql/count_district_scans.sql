-- Scans of each month in each district of today (none: outside), summed anew from the scans of each day.
-- A scan belongs to the binding in force on its day, on the day of a move to the new one: a place's district takes
-- it whole, the districts of a bus's route by their shares of the route's newest version.
-- Only what differs is written.
WITH spans AS MATERIALIZED (
  SELECT id, code_id, place_id, route_id,
    (valid_from AT TIME ZONE %(zone)s)::date AS first_day,
    least(
      -- The end is not part of a binding: one that ends at midnight ends with the day before.
      ((valid_to - interval '1 microsecond') AT TIME ZONE %(zone)s)::date,
      (lead(valid_from) OVER (PARTITION BY code_id ORDER BY valid_from, id) AT TIME ZONE %(zone)s)::date - 1
    ) AS last_day
  FROM signs_codebinding
  WHERE valid_to IS NULL OR valid_to > valid_from
), scanned AS MATERIALIZED (
  SELECT spans.place_id, spans.route_id, date_trunc('month', scan.day)::date AS month, sum(scan.count) AS scans
  FROM signs_scan AS scan
  JOIN spans ON spans.code_id = scan.code_id AND scan.day >= spans.first_day
    AND (spans.last_day IS NULL OR scan.day <= spans.last_day)
  WHERE scan.count > 0
  GROUP BY spans.place_id, spans.route_id, date_trunc('month', scan.day)
), newest AS (
  SELECT DISTINCT ON (route_id) route_id, id AS version_id
  FROM network_routeversion
  WHERE route_id IN (SELECT route_id FROM scanned)
  ORDER BY route_id, number DESC
), crossed AS (
  SELECT newest.route_id, share.district_id, sum(share.share) AS share
  FROM newest
  JOIN network_routeshare AS share ON share.version_id = newest.version_id
  GROUP BY newest.route_id, share.district_id
), counted AS MATERIALIZED (
  SELECT district_id, month, sum(scans) AS scans
  FROM (
    SELECT place.district_id, scanned.month, scanned.scans::float8 AS scans
    FROM scanned
    JOIN network_place AS place ON place.id = scanned.place_id
    UNION ALL
    SELECT crossed.district_id, scanned.month, scanned.scans * crossed.share
    FROM scanned
    JOIN crossed ON crossed.route_id = scanned.route_id
  ) AS parts
  GROUP BY district_id, month
), gone AS (
  DELETE FROM signs_districtscans AS old
  WHERE NOT EXISTS (
    SELECT 1 FROM counted
    WHERE counted.month = old.month AND counted.district_id IS NOT DISTINCT FROM old.district_id
  )
  RETURNING 1
), written AS (
  INSERT INTO signs_districtscans AS old (district_id, month, scans)
  SELECT district_id, month, scans FROM counted
  ON CONFLICT ON CONSTRAINT district_scans_unique
  -- Shares are added in any order: a difference in the last digits is none.
  DO UPDATE SET scans = excluded.scans WHERE abs(old.scans - excluded.scans) > 0.000001
  RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)

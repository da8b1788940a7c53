-- The key figures of all chosen signs.
SELECT count(*) AS total,
  count(*) FILTER (WHERE state = 'installed') AS installed,
  count(*) FILTER (WHERE state = 'suspect') AS suspect,
  count(*) FILTER (WHERE is_reported) AS reported,
  count(*) FILTER (WHERE is_silent) AS silent,
  coalesce(sum(scans), 0)::bigint AS scans,
  coalesce(sum(sent), 0)::bigint AS sent
FROM signs

-- The key figures of all chosen signs.
SELECT count(*), count(*) FILTER (WHERE state = 'installed'), count(*) FILTER (WHERE state = 'suspect'),
  count(*) FILTER (WHERE is_silent), coalesce(sum(scans), 0)::bigint, coalesce(sum(sent), 0)::bigint
FROM signs

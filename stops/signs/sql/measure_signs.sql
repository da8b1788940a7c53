-- Each chosen sign with what it stands for and how it is used. {chosen} is a query of the bindings' keys.
-- A sign is reported when it is in use and residents' reports are open, though too few to make it suspect.
-- A sign is silent when it is installed and for so many days neither was scanned nor put up (again).
chosen (id) AS MATERIALIZED (
  {chosen}
), used AS (
  SELECT code_id, sum(count) AS scans, sum(submissions) AS sent, max(day) FILTER (WHERE count > 0) AS last_day
  FROM signs_scan WHERE day > %(today)s::date - %(use_days)s AND day <= %(today)s::date GROUP BY code_id
), put_up AS (
  SELECT code_id, max(at) AS at FROM signs_codeevent WHERE action = 'installed' GROUP BY code_id
), reported AS (
  SELECT code_id, array_agg(DISTINCT kind) AS kinds, bool_or(is_one_of_many) AS has_one_of_many
  FROM signs_signreport WHERE handled_at IS NULL GROUP BY code_id
), measured AS (
  SELECT sign.id, sign.code, sign.state, sign.created_at, sign.replaced_by_id,
    binding.place_id, binding.route_id, binding.board_number,
    reported.kinds AS reports, coalesce(reported.has_one_of_many, false) AS has_one_of_many,
    reported.kinds IS NOT NULL AND sign.state IN ('issued', 'installed') AS is_reported,
    coalesce(used.scans, 0)::bigint AS scans, coalesce(used.sent, 0)::bigint AS sent,
    coalesce(used.last_day, earlier.day) AS last_scan,
    %(today)s::date - greatest(
      used.last_day, earlier.day, (coalesce(put_up.at, sign.created_at) AT TIME ZONE %(zone)s)::date
    ) AS quiet_days
  FROM chosen
  JOIN signs_codebinding AS binding ON binding.id = chosen.id
  JOIN signs_qrcode AS sign ON sign.id = binding.code_id
  LEFT JOIN used ON used.code_id = sign.id
  LEFT JOIN put_up ON put_up.code_id = sign.id
  LEFT JOIN reported ON reported.code_id = sign.id
  LEFT JOIN LATERAL (
    SELECT scan.day FROM signs_scan AS scan
    WHERE used.last_day IS NULL AND scan.code_id = sign.id AND scan.count > 0 ORDER BY scan.day DESC LIMIT 1
  ) AS earlier ON true
), signs AS (
  SELECT *, state = 'installed' AND quiet_days >= %(silent_after_days)s AS is_silent,
    CASE WHEN scans >= %(conversion_scans_min)s THEN sent::float / scans END AS conversion
  FROM measured
)

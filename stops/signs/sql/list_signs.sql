-- One page of signs, with all that the table shows of each.
, ordered AS (
  SELECT signs.*, count(*) OVER () AS found, row_number() OVER (ORDER BY {order}, signs.code) AS place_in_order
  FROM signs
  LEFT JOIN network_place AS place ON place.id = signs.place_id
  LEFT JOIN network_busroute AS route ON route.id = signs.route_id
  WHERE is_silent OR NOT %(only_silent)s
), page AS (
  SELECT * FROM ordered WHERE place_in_order > %(skipped)s ORDER BY place_in_order LIMIT %(limit)s
)
SELECT page.id, page.code, page.state, page.scans, page.sent, page.last_scan, page.quiet_days,
  page.is_silent, page.found, successor.code AS successor, page.board_number,
  place.kind, place.name_kk, place.name_ru, place.name_en,
  ST_X(place.location) AS lon, ST_Y(place.location) AS lat,
  district.name_kk AS district_kk, district.name_ru AS district_ru, district.name_en AS district_en,
  route.number AS route_number, route.name_kk AS route_kk, route.name_ru AS route_ru, route.name_en AS route_en,
  page.reports, page.is_reported, page.has_one_of_many, coalesce(weekly.scans, '{}') AS weeks
FROM page
LEFT JOIN signs_qrcode AS successor ON successor.id = page.replaced_by_id
LEFT JOIN network_place AS place ON place.id = page.place_id
LEFT JOIN districts_district AS district ON district.id = place.district_id
LEFT JOIN network_busroute AS route ON route.id = page.route_id
LEFT JOIN LATERAL (
  SELECT json_object_agg(week, scans) AS scans FROM (
    SELECT (%(today)s::date - scan.day) / 7 AS week, sum(scan.count) AS scans FROM signs_scan AS scan
    WHERE scan.code_id = page.id AND scan.day > %(today)s::date - %(trend_days)s AND scan.day <= %(today)s::date
    GROUP BY week
  ) AS by_week
) AS weekly ON %(with_trend)s
ORDER BY page.place_in_order

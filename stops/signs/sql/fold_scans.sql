-- Add up the slots of each code and each day in one row; say how many rows went.
-- Parameters: last, the last day that is folded; slot, the one that stays.
WITH taken AS (
  DELETE FROM signs_scan WHERE day <= %(last)s AND slot <> %(slot)s
  RETURNING code_id, day, count, submissions
), added AS (
  INSERT INTO signs_scan (code_id, day, slot, count, submissions)
  SELECT code_id, day, %(slot)s, sum(count), sum(submissions) FROM taken GROUP BY code_id, day
  ON CONFLICT ON CONSTRAINT scan_code_day_slot_unique
  DO UPDATE SET count = signs_scan.count + excluded.count,
    submissions = signs_scan.submissions + excluded.submissions
)
SELECT count(*) FROM taken

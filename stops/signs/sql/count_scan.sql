-- Count openings of a sign and proposals sent from it on a day.
-- A slot at random, so that one hot sign makes nobody wait; one statement, so that no count is lost.
CREATE OR REPLACE FUNCTION public.count_scan(at_code bigint, on_day date, scans integer, sent integer) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    INSERT INTO public.signs_scan (code_id, day, slot, count, submissions)
    VALUES (at_code, on_day, floor(16 * random())::smallint, scans, sent)
    ON CONFLICT ON CONSTRAINT scan_code_day_slot_unique DO UPDATE
    SET count = signs_scan.count + excluded.count, submissions = signs_scan.submissions + excluded.submissions;
END
$$;

"""Count what is scanned and sent by functions, which every door shares."""

from django.db import migrations

CREATE = """
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

-- How much of a kind was sent from a network, and in all, within a span of time.
CREATE OR REPLACE FUNCTION public.sent_before(
    of_kind text, from_network text, since timestamptz, OUT of_network bigint, OUT in_all bigint
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    SELECT coalesce(sum(sent.count) FILTER (WHERE sent.network_digest <> ''), 0),
        coalesce(sum(sent.count) FILTER (WHERE sent.network_digest = ''), 0)
    INTO of_network, in_all
    FROM public.signs_sentcount AS sent
    WHERE sent."window" = since AND sent.kind = of_kind AND sent.network_digest IN (from_network, '');
END
$$;

-- Count what is sent from a network and in all within a span of time.
-- Slots at random, so that what is sent at the same moment rarely waits; one statement, so that no count is lost.
-- The network's row comes first in every call, so that no two calls wait for each other.
CREATE OR REPLACE FUNCTION public.count_sent(of_kind text, from_network text, since timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    INSERT INTO public.signs_sentcount (kind, network_digest, "window", slot, count)
    VALUES (of_kind, from_network, since, floor(8 * random())::smallint, 1),
        (of_kind, '', since, floor(8 * random())::smallint, 1)
    ON CONFLICT ON CONSTRAINT sent_count_once_each DO UPDATE SET count = signs_sentcount.count + 1;
END
$$;

-- Find what a sign in use hangs at: the binding in force of a code, the code, and the place where it is bound to one.
-- Whole records are returned, so that a column added later needs no other function. The three of them are looked up for
-- every scan and every form that is sent; planned once a connection, since planning the statement took five times as
-- long as carrying it out.
CREATE OR REPLACE FUNCTION public.binding_in_force(of_code text) RETURNS TABLE (
    found_binding public.signs_codebinding, found_code public.signs_qrcode, found_place public.network_place
) LANGUAGE plpgsql STABLE ROWS 1 AS $$
BEGIN
    RETURN QUERY SELECT bound, sign, spot
    FROM public.signs_qrcode AS sign
    JOIN public.signs_codebinding AS bound ON bound.code_id = sign.id AND bound.valid_to IS NULL
    LEFT JOIN public.network_place AS spot ON spot.id = bound.place_id
    WHERE sign.code = of_code;
END
$$;
"""

DROP = """
DROP FUNCTION public.binding_in_force(text);
DROP FUNCTION public.count_sent(text, text, timestamptz);
DROP FUNCTION public.sent_before(text, text, timestamptz);
DROP FUNCTION public.count_scan(bigint, date, integer, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("signs", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE, DROP),
    ]

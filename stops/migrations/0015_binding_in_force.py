"""Find what a sign in use hangs at by a function, whose statement is planned once a connection."""

from django.db import migrations

# Whole records are returned, so that a column added later needs no other function. The three of them are looked up
# for every scan and every form that is sent, and planning the statement took five times as long as carrying it out.
CREATE = """
CREATE FUNCTION public.binding_in_force(of_code text) RETURNS TABLE (
    found_binding public.stops_codebinding, found_code public.stops_qrcode, found_place public.stops_place
) LANGUAGE plpgsql STABLE ROWS 1 AS $$
BEGIN
    RETURN QUERY SELECT bound, sign, spot
    FROM public.stops_qrcode AS sign
    JOIN public.stops_codebinding AS bound ON bound.code_id = sign.id AND bound.valid_to IS NULL
    LEFT JOIN public.stops_place AS spot ON spot.id = bound.place_id
    WHERE sign.code = of_code;
END
$$;
"""

DROP = "DROP FUNCTION public.binding_in_force(text);"


class Migration(migrations.Migration):
    dependencies = [("stops", "0014_keepers_told_once")]

    operations = [migrations.RunSQL(CREATE, DROP)]

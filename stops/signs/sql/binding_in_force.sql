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

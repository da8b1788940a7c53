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

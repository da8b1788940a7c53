-- Store a proposal under the brakes: count what its network, its sign and the city send, in the call that stores it.
-- The counts are read before and written last, so that their rows are held for the shortest time. What comes at the
-- same moment does not see each other: a flag and a cap may come a few proposals late.
-- Refusals: full (the hard cap), and those of store_proposal.
CREATE OR REPLACE FUNCTION public.take_proposal(sent jsonb, brakes jsonb, OUT number text, OUT refusal text)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    since timestamptz := brakes ->> 'since';
    of_network bigint;
    of_sign bigint := 0;
    in_all bigint;
    flag text;
BEGIN
    SELECT counted.of_network, counted.in_all INTO of_network, in_all
    FROM public.sent_before('proposal', brakes ->> 'network', since) AS counted;
    IF (of_network >= (brakes ->> 'max_network')::bigint OR in_all >= (brakes ->> 'max_city')::bigint)
        AND NOT EXISTS (
            SELECT FROM public.proposals_proposal AS stored
            WHERE stored.idempotency_key = (sent ->> 'idempotency_key')::uuid
        )
    THEN
        refusal := 'full';
        RETURN;
    END IF;
    SELECT stored.number, stored.refusal INTO number, refusal FROM public.store_proposal(sent) AS stored;
    IF refusal IS NOT NULL THEN
        RETURN;
    END IF;
    IF sent ->> 'code_id' IS NOT NULL THEN
        of_sign := (
            SELECT sum(scan.submissions) FROM public.signs_scan AS scan
            WHERE scan.code_id = (sent ->> 'code_id')::bigint AND scan.day = (sent ->> 'today')::date
        );
    END IF;
    flag := CASE
        WHEN of_network >= (brakes ->> 'flag_network')::bigint THEN 'network'
        WHEN of_sign > (brakes ->> 'flag_sign')::bigint THEN 'sign'
        WHEN in_all >= (brakes ->> 'flag_city')::bigint THEN 'city'
    END;
    IF flag IS NOT NULL THEN
        INSERT INTO public.proposals_oneofmany (proposal_id, many_from, count)
        SELECT stored.id, flag,
            CASE flag WHEN 'network' THEN of_network + 1 WHEN 'sign' THEN of_sign ELSE in_all + 1 END
        FROM public.proposals_proposal AS stored
        WHERE stored.idempotency_key = (sent ->> 'idempotency_key')::uuid;
    END IF;
    PERFORM public.count_sent('proposal', brakes ->> 'network', since);
END
$$;

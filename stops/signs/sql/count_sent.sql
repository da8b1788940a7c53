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

"""Store a proposal with all that belongs to it by one call; its number is drawn from a sequence."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE public.proposal_number_seq;

-- Store a proposal with all that belongs to it by one call, whose statements are planned once a connection.
-- Who comes with a key that is just being sent waits for it, and then sees what it stored: each statement of a
-- volatile function looks at the database anew.
-- Refusals: sent (the key has sent something), consent and topic (not known, or not offered any more).
CREATE OR REPLACE FUNCTION public.store_proposal(sent jsonb, OUT number text, OUT refusal text) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    new public.proposals_proposal := jsonb_populate_record(NULL::public.proposals_proposal, sent);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(new.idempotency_key::text, 0));
    IF EXISTS (SELECT FROM public.proposals_proposal AS stored WHERE stored.idempotency_key = new.idempotency_key) THEN
        refusal := 'sent';
        RETURN;
    END IF;
    new.consent_id := (SELECT id FROM public.proposals_consent WHERE version = sent ->> 'consent');
    IF new.consent_id IS NULL THEN
        refusal := 'consent';
        RETURN;
    END IF;
    new.topic_id := (SELECT id FROM public.proposals_topic WHERE slug = sent ->> 'topic' AND is_active);
    IF new.topic_id IS NULL THEN
        refusal := 'topic';
        RETURN;
    END IF;
    number := nextval('public.proposal_number_seq');
    number := (sent ->> 'year') || '-' || lpad(number, greatest(5, length(number)), '0');
    INSERT INTO public.proposals_proposal (
        public_id, number, follow_digest, idempotency_key, body_digest, topic_id, title, text, language, consent_id,
        code_id, place_id, route_version_id, route_direction, route_branch, measure_m, location, location_source,
        accuracy_m, district_id, status, rejection_reason, submitted_at, status_changed_at, support_count
    ) VALUES (
        new.public_id, store_proposal.number, new.follow_digest, new.idempotency_key, new.body_digest, new.topic_id,
        '', new.text, new.language, new.consent_id, new.code_id, new.place_id, new.route_version_id,
        new.route_direction, new.route_branch, new.measure_m, new.location, new.location_source, new.accuracy_m,
        new.district_id, 'submitted', '', new.submitted_at, new.submitted_at, 0
    ) RETURNING id INTO new.id;
    INSERT INTO public.proposals_historyentry
        (proposal_id, at, action, from_status, to_status, field, reason, digest)
    VALUES (new.id, new.submitted_at, 'submitted', '', 'submitted', '', '', '');
    IF sent ? 'contact' THEN
        INSERT INTO public.proposals_proposalcontact (proposal_id, kind, ciphertext, created_at, is_receipt_due)
        VALUES (
            new.id, sent ->> 'contact_kind', convert_to(sent ->> 'contact', 'UTF8'), new.submitted_at,
            (sent ->> 'is_receipt_due')::boolean
        );
    END IF;
    IF new.code_id IS NOT NULL THEN
        PERFORM public.count_scan(new.code_id, (sent ->> 'today')::date, 0, 1);
    END IF;
END
$$;

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
"""

DROP = """
DROP FUNCTION public.take_proposal(jsonb, jsonb);
DROP FUNCTION public.store_proposal(jsonb);
DROP SEQUENCE public.proposal_number_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial"), ("signs", "0002_functions")]

    operations = [
        migrations.RunSQL(CREATE, DROP),
    ]

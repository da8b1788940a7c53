"""Draw a receipt number once for each idempotency key, in one call."""

from django.db import migrations

# Whoever comes with a key that is just being sent waits for it, and then sees what it stored: each statement of a
# volatile function looks at the database anew.
CREATE = """
CREATE FUNCTION public.proposal_number_unless_sent(sent_with uuid) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(sent_with::text, 0));
    IF EXISTS (SELECT FROM public.proposals_proposal WHERE idempotency_key = sent_with) THEN
        RETURN NULL;
    END IF;
    RETURN nextval('public.proposal_number_seq');
END
$$;
"""

DROP = "DROP FUNCTION public.proposal_number_unless_sent(uuid);"


class Migration(migrations.Migration):
    dependencies = [("proposals", "0011_heatmap_level")]

    operations = [migrations.RunSQL(CREATE, DROP)]

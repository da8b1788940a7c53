"""Count what is sent by network and in all, by two functions which every door shares."""

from django.db import migrations, models

CREATE = """
CREATE FUNCTION public.sent_before(
    of_kind text, from_network text, since timestamptz, OUT of_network bigint, OUT in_all bigint
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    SELECT coalesce(sum(sent.count) FILTER (WHERE sent.network_digest <> ''), 0),
        coalesce(sum(sent.count) FILTER (WHERE sent.network_digest = ''), 0)
    INTO of_network, in_all
    FROM public.stops_sentcount AS sent
    WHERE sent."window" = since AND sent.kind = of_kind AND sent.network_digest IN (from_network, '');
END
$$;

CREATE FUNCTION public.count_sent(of_kind text, from_network text, since timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
-- Slots at random, so that what is sent at the same moment rarely waits; one statement, so that no count is lost.
-- The network's row comes first in every call, so that no two calls wait for each other.
BEGIN
    INSERT INTO public.stops_sentcount (kind, network_digest, "window", slot, count)
    VALUES (of_kind, from_network, since, floor(8 * random())::smallint, 1),
        (of_kind, '', since, floor(8 * random())::smallint, 1)
    ON CONFLICT ON CONSTRAINT sent_count_once_each DO UPDATE SET count = stops_sentcount.count + 1;
END
$$;
"""

DROP = """
DROP FUNCTION public.count_sent(text, text, timestamptz);
DROP FUNCTION public.sent_before(text, text, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("stops", "0009_count_scan")]

    operations = [
        migrations.CreateModel(
            name="SentCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("proposal", "Proposal"),
                            ("report", "Report of a sign"),
                            ("withdrawal", "Withdrawal"),
                        ],
                        max_length=10,
                        verbose_name="what was sent",
                    ),
                ),
                (
                    "network_digest",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of the network"),
                ),
                ("window", models.DateTimeField(verbose_name="beginning of the span")),
                ("slot", models.PositiveSmallIntegerField(verbose_name="slot")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="times")),
            ],
            options={
                "verbose_name": "sent from a network",
                "verbose_name_plural": "sent from networks",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("window", "kind", "network_digest", "slot"), name="sent_count_once_each"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["proposal", "report", "withdrawal"])),
                        name="sent_count_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slot__lt", 8)), name="sent_count_slot_in_range"
                    ),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]

"""Keep the names of places as they are compared: no case, marks or points, Kazakh letters as Russian keys have them."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import F, Func

FUNCTION = r"""
CREATE FUNCTION public.fold_names(kk text, ru text, en text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- Words between spaces, in lower case: letters without their marks, numbers apart from letters. Its twin is
-- stops.finding.fold. The body is bound to what it calls, whatever the search path of a restore is.
RETURN ' ' || trim(regexp_replace(regexp_replace(
    translate(
        regexp_replace(
            normalize(lower(replace(kk || ' ' || ru || ' ' || en, '№', ' ') COLLATE "und-x-icu"), NFKD),
            '[\u0300-\u036f]', '', 'g'
        ),
        'ғқңәэөұүһіьъ', 'гкнааоуухи'
    ),
    '[^[:alnum:]]+', ' ', 'g'
), '([0-9])(?=[^0-9 ])|([^0-9 ])(?=[0-9])', '\1\2 ', 'g')) || ' ';
"""

DROP = "DROP FUNCTION public.fold_names(text, text, text);"


class Migration(migrations.Migration):
    dependencies = [("stops", "0012_keepers_suspect_signs")]

    operations = [
        migrations.RunSQL(FUNCTION, DROP),
        migrations.AddField(
            "place",
            "folded",
            models.GeneratedField(
                expression=Func(F("name_kk"), F("name_ru"), F("name_en"), function="fold_names"),
                output_field=models.TextField(),
                db_persist=True,
                verbose_name="names as they are compared",
            ),
        ),
        migrations.AddIndex(
            "place",
            GinIndex(fields=["folded"], name="place_folded_trigrams", opclasses=["gin_trgm_ops"]),
        ),
    ]

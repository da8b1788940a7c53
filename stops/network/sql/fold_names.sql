-- The names of a place as they are compared: words between spaces, in lower case, letters without their marks, Kazakh
-- letters as Russian keys have them, numbers apart from letters. Its twin is stops.network.finding.fold.
-- The body is bound to what it calls, whatever the search path of a restore is.
CREATE OR REPLACE FUNCTION public.fold_names(kk text, ru text, en text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
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

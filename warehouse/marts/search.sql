-- kind: macro
-- needs: article
-- In SQL alone, so that whoever has the file can search it. Where `warehouse.read.search.register_search` was called,
-- its index takes the place of seedbank_search, by a temporary macro of that name.
create or replace macro seedbank_words(from_text) as
    -- in lower case, each between two spaces; a Chinese or Japanese character is a word
    ' ' || trim(regexp_replace(
        regexp_replace(
            lower(nfc_normalize(regexp_replace(from_text, '[\x{200b}-\x{200d}]', '', 'g'))),
            '[\x{3040}-\x{30ff}\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}\x{f900}-\x{faff}]', ' \0 ', 'g'
        ),
        '[^\p{L}\p{M}\p{N}]+', ' ', 'g'
    )) || ' ';

create or replace macro seedbank_folded(from_text) as
    -- without marks; of letters whose stroke is no mark of its own, strip_accents knows nothing
    replace(replace(replace(translate(strip_accents(from_text), 'đðøłħŧı', 'ddolhti'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');

create or replace macro seedbank_search(asked) as table
with query as (
    select
        list_filter(
            list_transform(regexp_extract_all(asked, '"[^"]*"|\S+'), lambda part: seedbank_words(part)),
            lambda part: trim(part) <> ''
        ) as parts
),
folded_query as (
    select parts, list_transform(parts, lambda part: seedbank_folded(part)) as folded_parts from query where len(parts) > 0
),
spaced as (
    select article_id, seedbank_words(coalesce(title, '')) as title, seedbank_words(concat(title, e'\n', "text")) as spaced_text
    from marts.article
),
folded as (
    select article_id, spaced_text, seedbank_folded(title) as folded_title, seedbank_folded(spaced_text) as folded_text
    from spaced
),
hit as (
    select folded.*, parts, folded_parts
    from folded, folded_query
    where list_bool_and(list_transform(folded_parts, lambda part: contains(folded_text, part)))
)
select
    article_id,
    -- tiers: the very diacritics, then the words next to each other, then in the title, then how often they stand there
    if(list_bool_and(list_transform(parts, lambda part: contains(spaced_text, part))), 100.0, 0.0)
        + if(
            contains(trim(array_to_string(folded_parts, '')), ' ')
                and contains(folded_text, replace(array_to_string(folded_parts, ''), '  ', ' ')),
            50.0, 0.0
        )
        + if(list_bool_and(list_transform(folded_parts, lambda part: contains(folded_title, part))), 25.0, 0.0)
        + list_sum(list_transform(
            folded_parts,
            lambda part: ln(1 + (len(folded_text) - len(replace(folded_text, part, ' '))) / len(part))
        )) as score
from hit
order by score desc, article_id
limit 1000;

create macro marts.search(words) as table
select
    found.article_id,
    article.publisher,
    article.published_at,
    article.title,
    article.url,
    found.score::double as score
from seedbank_search(words) as found  -- no name of a CTE inside it: DuckDB 1.2 and 1.3 take one for the other
join derived.current_article as article using (article_id)
order by found.score desc, found.article_id;

comment on macro table marts.search is 'The articles that hold all these words, best first, at most 1,000: marts.search(''hội nghị trung ương''). Words match with and without diacritics, exact ones rank first; score is comparable within one search alone; "words in quotes" stand next to each other. Every program that has the file can search it so, by reading every text; `seedbank sql` and programs that call warehouse.read.search.register_search have an index.';

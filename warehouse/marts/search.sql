-- kind: macro
-- needs: article
-- In SQL alone, so that whoever has the file can search it: it reads every text (27,612 real articles: 5 to 11 s of CPU
-- on a busy machine, tests/benchmarks/search_speed.py; the index answers in 10 ms). Where
-- `warehouse.read.search.register_search` was called, its index takes the place of seedbank_search, by a temporary macro
-- of that name.
create or replace macro seedbank_spaced(from_text) as
    -- each word between two spaces; a Chinese or Japanese character is a word
    ' ' || trim(regexp_replace(
        regexp_replace(
            from_text, '[\x{3040}-\x{30ff}\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}\x{f900}-\x{faff}]', ' \0 ', 'g'
        ),
        '[^\p{L}\p{M}\p{N}]+', ' ', 'g'
    )) || ' ';

create or replace macro seedbank_lower(from_text) as
    -- without the joiners that some write a word with
    lower(regexp_replace(from_text, '[\x{200b}-\x{200d}]', '', 'g'));

create or replace macro seedbank_plain(from_text) as
    -- of letters whose stroke is no mark of its own, strip_accents knows nothing; few texts but Vietnamese ones have any
    if(
        regexp_matches(from_text, '[ðøłħŧıßæœ]'),
        replace(replace(replace(translate(from_text, 'ðøłħŧı', 'dolhti'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
        from_text
    );

create or replace macro seedbank_folded(from_text) as
    -- in lower case without marks; lower() is quick where next to all is ASCII, so it comes last
    seedbank_plain(seedbank_lower(replace(replace(strip_accents(from_text), 'đ', 'd'), 'Đ', 'd')));

create or replace macro seedbank_search(asked) as table
with query as (
    select
        list_filter(
            list_transform(
                regexp_extract_all(nfc_normalize(asked), '"[^"]*"|\S+'),
                lambda part: {'exact': seedbank_spaced(seedbank_lower(part)), 'folded': seedbank_spaced(seedbank_folded(part))}
            ),
            lambda part: trim(part.folded) <> ''
        ) as parts
),
question as (
    select
        list_transform(parts, lambda part: part.exact) as exact_parts,
        list_transform(parts, lambda part: part.folded) as folded_parts,
        ' ' || array_to_string(list_transform(parts, lambda part: trim(part.folded)), ' ') || ' ' as phrase,
        string_split(array_to_string(list_transform(parts, lambda part: trim(part.folded)), ' '), ' ') as single_words
    from query
    where len(parts) > 0
),
-- What is unnested is computed once; as a column, it would be computed for the condition, and for each use again.
folded as (
    select article_id, title, "text", unnest([seedbank_folded(concat(title, e'\n', "text"))]) as folded_text
    from marts.article
),
candidate as (
    select folded.*, question.*
    from folded, question
    where list_bool_and(list_transform(single_words, lambda word: contains(folded_text, word)))
),
spaced as (
    select * exclude (folded_text), unnest([seedbank_spaced(folded_text)]) as spaced_text from candidate
),
hit as (
    select *, unnest([seedbank_spaced(seedbank_lower(concat(title, e'\n', "text")))]) as exact_text
    from spaced
    where list_bool_and(list_transform(folded_parts, lambda part: contains(spaced_text, part)))
)
select
    article_id,
    -- tiers: the very diacritics, then the words next to each other, then in the title, then how often they stand there
    if(list_bool_and(list_transform(exact_parts, lambda part: contains(exact_text, part))), 100.0, 0.0)
        + if(len(single_words) > 1 and contains(spaced_text, phrase), 50.0, 0.0)
        + if(
            list_bool_and(
                list_transform(folded_parts, lambda part: contains(seedbank_spaced(seedbank_folded(coalesce(title, ''))), part))
            ), 25.0, 0.0
        )
        + list_sum(list_transform(
            folded_parts,
            lambda part: ln(1 + (len(spaced_text) - len(replace(spaced_text, part, ' '))) / len(part))
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

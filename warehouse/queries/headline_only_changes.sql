-- Which articles have a new headline above an unchanged text?
-- The article's title is the seed's where the two differ in form only, so what is left to fold is what cleaning did.
with headline as (
    select
        article.article_id, article.publisher, seed.title as seed_title, article.title as page_title, article.compared_at,
        regexp_replace(lower(nfc_normalize(seed.title)), '[^\p{L}\p{N}]+', ' ', 'g') as seed_words,
        regexp_replace(lower(article.title), '[^\p{L}\p{N}]+', ' ', 'g') as page_words
    from marts.article as article
    join raw.seed as seed using (seed_id)
    where article.content in ('identical', 'cosmetic') and not list_contains(article.issues, 'mojibake')
)
select article_id, publisher, seed_title, page_title, compared_at
from headline
where trim(seed_words) <> trim(page_words)
order by article_id
limit 100;

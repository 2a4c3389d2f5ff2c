-- Headlines that say something else today; spelling form, quotation marks and seeds read wrongly do not count.
with title as (
    select article.title as page_title, seed.title as seed_title,
        regexp_replace(lower(nfc_normalize(article.title)), '[^\pL\pN]+', ' ', 'g') as page_words,
        regexp_replace(lower(nfc_normalize(seed.title)), '[^\pL\pN]+', ' ', 'g') as seed_words
    from marts.article as article
    join raw.seed as seed using (seed_id)
    where article.content not in ('replaced', 'not_compared') and not list_contains(article.issues, 'mojibake')
)
select seed_title, page_title
from title
where trim(page_words) <> trim(seed_words)
order by seed_title

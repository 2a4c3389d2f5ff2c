-- Which articles have a new headline above an unchanged text?
select article.article_id, article.publisher, seed.title as seed_title, page.title as page_title, article.compared_at
from marts.article as article
join raw.seed as seed using (seed_id)
join core.reconciliation as found using (reconciliation_id)
join core.page as page using (page_id)
where article.content in ('identical', 'cosmetic')
    and lower(trim(seed.title)) <> lower(trim(page.title))
order by article.article_id
limit 100;

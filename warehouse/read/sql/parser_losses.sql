-- Of the stored pages that were read again after $load_no: by publisher, how many there are, and how many are now
-- less like their seeds.
with reading as (
    select found.article_id, found.capture_id
    from core.reconciliation as found
    join ops.batch as batch using (batch_id)
    where batch.load_no > $load_no and batch.kind = 'reparse'
)
select
    article.publisher,
    count(*) as page_count,
    count(*) filter (change.similarity_gain < 0) as worse_count,
    coalesce(min(change.similarity_gain), 0) as worst_gain,
    max(change.parser_version) as parser_version
from reading
join derived.current_article as article on article.article_id = reading.article_id
left join marts.parser_change as change
    on change.article_id = reading.article_id and change.capture_id = reading.capture_id
group by article.publisher
having worse_count > 0
order by worse_count desc, article.publisher;

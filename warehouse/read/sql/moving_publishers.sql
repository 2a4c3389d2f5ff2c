-- The publishers of which the batches after $load_no found an article where no batch before them had found it.
with sighted as (
    select observation.article_id, observation.current_url, min(batch.load_no) as first_load_no
    from core.observation as observation
    join ops.batch as batch using (batch_id)
    where observation.existence in ('live', 'moved') and observation.current_url is not null
    group by observation.article_id, observation.current_url
)
select distinct seed.publisher
from sighted
join raw.seed as seed using (article_id)
where sighted.first_load_no > $load_no
order by seed.publisher;

-- The publishers of which the batches after $load_no say where an article is.
select distinct seed.publisher
from core.observation as observation
join ops.batch as batch using (batch_id)
join (select distinct article_id, publisher from raw.seed) as seed using (article_id)
where batch.load_no > $load_no
order by seed.publisher;

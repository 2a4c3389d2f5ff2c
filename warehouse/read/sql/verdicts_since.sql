-- What the looks of the batches after $load_no said of existence, as (verdict, how many).
select existence::varchar as verdict, count(*) as row_count
from core.observation
where batch_id in (select batch_id from ops.batch where load_no > $load_no)
group by all
order by row_count desc, verdict;

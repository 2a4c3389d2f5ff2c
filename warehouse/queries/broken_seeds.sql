-- What is wrong with the seeds, and in how many articles of each publisher?
with flaw as (
    select publisher, unnest(issues) as issue from marts.article
)
select publisher, issue, count(*) as article_count
from flaw
group by publisher, issue
order by article_count desc, publisher, issue::varchar;

-- In which sections do articles change most?
select
    publisher,
    section,
    count(*) as compared_count,
    avg((content not in ('identical', 'cosmetic'))::integer) as changed_article_share,
    avg(changed_share) as mean_changed_share
from marts.article
where content <> 'not_compared'
group by publisher, section
order by changed_article_share desc, compared_count desc, publisher, section
limit 100;

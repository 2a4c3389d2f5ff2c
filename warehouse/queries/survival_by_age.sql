-- How likely is a page to be still there, by its age in years at the last look?
select
    date_diff('year', make_timestamp(epoch_us(published_at)), make_timestamp(epoch_us(checked_at))) as age_years,
    count(*) as checked_count,
    avg((existence in ('live', 'moved'))::integer) as survival_share
from marts.article
where existence in ('live', 'moved', 'gone', 'missing', 'archived_only') and published_at is not null
group by age_years
order by age_years;

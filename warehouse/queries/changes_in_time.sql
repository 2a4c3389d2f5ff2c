-- How many articles were seen to change in each month?
select date_trunc('month', make_timestamp(epoch_us(valid_from))) as seen_month, origin, count(*) as version_count
from marts.article_version
where version_no > 0
group by seen_month, origin
order by seen_month, origin;

-- How many articles and words does the corpus hold of each month?
select
    date_trunc('month', make_timestamp(epoch_us(published_at))) as published_month,
    count(*) as article_count,
    sum(word_count)::bigint as word_count
from marts.article
group by published_month
order by published_month;

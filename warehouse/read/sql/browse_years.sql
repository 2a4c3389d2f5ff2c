select distinct year(make_timestamp(epoch_us(published_at))) as published_year
from derived.current_article
where published_at is not null
order by published_year desc;

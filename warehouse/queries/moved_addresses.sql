-- Where did moved articles go?
select
    publisher,
    regexp_extract(current_url, '^[a-zA-Z]+://([^/?#]+)', 1) as new_host,
    count(*) as article_count,
    any_value(url order by article_id) as example_url,
    any_value(current_url order by article_id) as example_current_url
from marts.article
where existence = 'moved'
group by publisher, new_host
order by article_count desc, publisher, new_host;

-- Is it the publisher's or the old scraper's doing that pages differ from their seeds?
select
    publisher,
    difference_origin,
    count(*) as article_count,
    any_value(article_id order by article_id) as example_article_id,
    any_value(difference_origin_evidence order by article_id) as example_evidence
from marts.article
where difference_origin <> 'none'
group by publisher, difference_origin
order by publisher, difference_origin;

-- kind: view
-- needs: current_article
create view marts.boilerplate as
select
    article.publisher,
    left_out.kind,
    left_out."text",
    count(distinct article.article_id) as article_count,
    min(article.article_id) as example_article_id
from core.left_out as left_out
join derived.current_article as article using (reconciliation_id)
group by article.publisher, left_out.kind, left_out."text"
having count(distinct article.article_id) > 1;

comment on view marts.boilerplate is 'A text that was left out of more than one article of a publisher: end marks, agency tags, promotions, repeated credits.';
comment on column marts.boilerplate.publisher is 'Host without www., m. or amp.';
comment on column marts.boilerplate.kind is 'What it is: caption, credit, byline, agency_mark, dateline, end_mark, related_link, promo, repeated, title_repeated, invisible.';
comment on column marts.boilerplate.text is 'The text as the seeds have it.';
comment on column marts.boilerplate.article_count is 'Articles that it was left out of.';
comment on column marts.boilerplate.example_article_id is 'One of them.';

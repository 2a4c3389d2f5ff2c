-- kind: view
-- needs: clock_day, current_article
create view marts.learned_day as
select
    article.article_id,
    article.publisher,
    found.article_number,
    article.published_at,
    found.earliest_day,
    found.latest_day,
    found.is_named
from derived.current_article as article
join derived.clock_day as found using (article_id)
where article.published_at_precision = 'learned_clock';

comment on view marts.learned_day is 'An article whose day a learned clock gives, with the interval of its number.';
comment on column marts.learned_day.article_number is 'Number in its address that the clock runs on.';
comment on column marts.learned_day.published_at is 'Midday of its day, UTC: the day that the text itself names where the clock has it near, else that of the clock.';

-- kind: view
-- needs: clock_curve
create view marts.clock as
with anchor as (
    select publisher, numbered_count, naming_count, unnest(anchors) as found from derived.clock_curve
)
select
    publisher,
    found.article_number,
    date '1970-01-01' + round(found."day")::integer as "day",
    date '1970-01-01' + ceil(found."day" + found.low)::integer as earliest_day,
    date '1970-01-01' + floor(found."day" + found.high)::integer as latest_day,
    found.support,
    found.margin,
    numbered_count,
    naming_count
from anchor;

comment on view marts.clock is 'An anchor of a clock that was learned: the day that belongs to an article number of a host. Between two anchors the day is interpolated.';
comment on column marts.clock.article_number is 'Article number; the middle one of the articles behind the anchor.';
comment on column marts.clock.day is 'The day of it.';
comment on column marts.clock.support is 'Articles behind the anchor: they name a day or have one.';
comment on column marts.clock.margin is 'By how many voices its year is known: what speaks for this clock less what speaks for the best one that is half a year away here. Below 4 nothing is dated by it.';

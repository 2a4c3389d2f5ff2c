-- kind: table
-- needs: clock_curve
create table derived.clock_day (
    publisher varchar not null,
    article_id varchar not null,
    article_number bigint not null,
    published_at timestamptz not null,
    earliest_day date not null,
    latest_day date not null,
    is_named boolean not null
);

comment on table derived.clock_day is 'The day that a learned clock gives an article which nothing else dates: what marts.learned_day reads. Built by publish from the facts.';


-- refresh
create or replace temp table clock_day_before as
select * from derived.clock_day where publisher in (select publisher from clock_host);

delete from derived.clock_day where publisher in (select publisher from clock_host);

insert into derived.clock_day by name
with read_days as (
    select
        evidence.publisher, evidence.article_ids, evidence.numbers, evidence.undated,
        unnest(
            seedbank_clock_days(
                {
                    'anchors': curve.anchors, 'first_number': curve.first_number, 'last_number': curve.last_number,
                    'neighbourhood': curve.neighbourhood
                },
                evidence.numbers,
                evidence.named
            )
        ) as reading
    from clock_evidence as evidence
    join derived.clock_curve as curve using (publisher)
)
select
    publisher,
    article_ids[reading.place + 1] as article_id,
    numbers[reading.place + 1] as article_number,
    -- Midday is the same day in UTC for nearly all of the world.
    to_timestamp(86400 * reading."day" + 43200) as published_at,
    date '1970-01-01' + reading.earliest::integer as earliest_day,
    date '1970-01-01' + reading.latest::integer as latest_day,
    reading.is_named
from read_days
where undated[reading.place + 1];

-- One new article may move the clock of its host: the articles whose day moves are built again with it.
insert into touched
select article_id
from (
    (select * from clock_day_before except select * from derived.clock_day)
    union
    (
        select * from derived.clock_day where publisher in (select publisher from clock_host)
        except
        select * from clock_day_before
    )
)
where article_id not in (select article_id from touched)
group by article_id;

drop table clock_day_before;
drop table clock_evidence;
drop table clock_host;

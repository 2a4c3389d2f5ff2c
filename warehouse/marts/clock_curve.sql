-- kind: table
-- The clocks of hosts that have an article without a day: learned from what their articles name (clock_curve.py).
create table derived.clock_curve (
    publisher varchar not null,
    numbered_count bigint not null,
    naming_count bigint not null,
    anchors struct(article_number double, "day" double, low double, high double, support bigint, margin double)[] not null,
    first_number double not null,
    last_number double not null,
    neighbourhood double not null
);

comment on table derived.clock_curve is 'A clock that was learned: what marts.clock reads. Built by publish from the facts.';
comment on column derived.clock_curve.anchors is 'Anchors by number: days since 1970, how far the interval reaches, articles behind it.';
comment on column derived.clock_curve.first_number is 'First number that it dates.';
comment on column derived.clock_curve.last_number is 'Last number that it dates.';
comment on column derived.clock_curve.neighbourhood is 'Days within which a named day counts as the article''s own.';

-- refresh
-- Temp table clock_evidence, which the refresh of clock_day reads as well: a host a row, its numbered articles in the
-- order of their numbers, and the days that they name, by place in that order. The newest reading of each seed and
-- capture counts.
create or replace temp table clock_host as
select distinct publisher from raw.seed where article_id in (select article_id from touched);

create or replace temp table clock_evidence as
with addressed as (
    select
        min(publisher) as publisher,
        article_id,
        min(try_cast(article_number as bigint)) as own_number,
        min(regexp_extract_all(regexp_replace(canonical_url, '^[a-z]+://[^/]*', ''), '\d+')) as digit_runs
    from raw.seed
    where publisher in (select publisher from clock_host)
    group by article_id
),
-- The number of a host without a publisher file: the longest run of digits in path and query, the last of such.
numbered as (
    select
        publisher,
        article_id,
        coalesce(
            own_number,
            try_cast(
                list_max(
                    list_transform(
                        list_filter(digit_runs, lambda run: length(run) between 4 and 15),
                        lambda run, place: {'size': length(run), 'place': place, 'run': run}
                    )
                ).run as bigint
            )
        ) as article_number
    from addressed
),
placed as (
    select
        *,
        row_number() over (partition by publisher order by article_number, article_id) - 1 as place
    from numbered
    where article_number is not null
),
reading as (
    select
        placed.publisher, placed.article_id, placed.place, found.reconciliation_id, found.published_at,
        found.published_at_precision
    from core.reconciliation as found
    join ops.batch as batch using (batch_id)
    join placed using (article_id)
    qualify row_number() over (
        partition by found.seed_id, found.capture_id order by batch.load_no desc, found.reconciliation_id
    ) = 1
),
named as (
    select publisher, place, "year", "month", "day", if("year" is null, 1.0, 2.0) as weight
    from reading
    join core.named_day using (reconciliation_id)
    union
    select publisher, place, year(moment), month(moment), day(moment), 4.0
    from (select publisher, place, published_at_precision, make_timestamp(epoch_us(published_at)) as moment from reading)
    where published_at_precision in ('page', 'archive', 'seed', 'url', 'id_clock_and_text')
),
undated as (
    select publisher, count(*) filter (published_at is null) as undated_count from reading group by publisher
),
host as (
    select
        publisher,
        list(article_id order by place) as article_ids,
        list(article_number order by place) as numbers,
        list(coalesce(is_undated, false) order by place) as undated
    from placed
    left join (
        select article_id, bool_or(published_at is null) as is_undated from reading group by article_id
    ) as dating using (article_id)
    group by publisher
),
evidence as (
    select
        publisher,
        list(
            {
                'place': place, 'year': coalesce("year", 0)::bigint, 'month': "month"::bigint, 'day': "day"::bigint,
                'weight': weight::double
            }
            order by place, "year", "month", "day", weight
        ) as named,
        count(distinct place) as naming_count
    from named
    group by publisher
)
select host.*, evidence.named, evidence.naming_count
from host
join evidence using (publisher)
join undated using (publisher)
where undated.undated_count > 0;

delete from derived.clock_curve where publisher in (select publisher from clock_host);

insert into derived.clock_curve by name
with learned as (
    select publisher, len(numbers) as numbered_count, naming_count, unnest(seedbank_clock(numbers, named)) as curve
    from clock_evidence
)
select
    publisher, numbered_count, naming_count, curve.anchors, curve.first_number, curve.last_number, curve.neighbourhood
from learned;

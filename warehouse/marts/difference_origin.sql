-- kind: table
-- needs: current_article, change_origin
create table derived.difference_origin (
    article_id varchar not null,
    difference_origin difference_origin not null,
    evidence varchar not null,
    archive_capture_id varchar not null
);

comment on table derived.difference_origin is 'Whose doing it is that an article''s seed and page differ, where an archived copy tells. Built by publish.';
comment on column derived.difference_origin.difference_origin is 'publisher, scraper, both, unknown.';
comment on column derived.difference_origin.evidence is 'One line for a person: the copy, and in how many sentences it agrees with seed and page.';

-- refresh
delete from derived.difference_origin where article_id in (select article_id from touched);

insert into derived.difference_origin (article_id, difference_origin, evidence, archive_capture_id)
with counted as (
    select
        article_id,
        archive_capture_id,
        count(*) filter (change_no > 0) as change_count,
        count(*) filter (origin = 'publisher') as publisher_count,
        count(*) filter (origin = 'scraper') as scraper_count,
        count(*) filter (origin = 'both') as both_count,
        count(*) filter (origin = 'unknown') as unknown_count
    from derived.change_origin
    where article_id in (select article_id from touched)
    group by article_id, archive_capture_id
)
select
    counted.article_id,
    case
        when both_count > 0 or (publisher_count > 0 and scraper_count > 0) then 'both'
        when publisher_count > 0 then 'publisher'
        when scraper_count > 0 then 'scraper'
        else 'unknown'
    end as difference_origin,
    concat(
        'copy of ', strftime(make_timestamp(epoch_us(capture.memento_datetime)), '%Y-%m-%d'),
        coalesce(
            ', ' || date_diff('day', make_timestamp(epoch_us(article.published_at)), make_timestamp(epoch_us(capture.memento_datetime))) || ' days after publication', ''
        ),
        case
            when change_count = 0 then ': it has the seed''s story'
            else concat(
                ': of ', change_count, ' changed sentences it has ', publisher_count, ' as the seed, ',
                scraper_count + unknown_count, ' as the page, ', both_count, ' as neither'
            )
        end,
        case when unknown_count > 0 then '; too late to show what the scraper saw' end
    ) as evidence,
    counted.archive_capture_id
from counted
join derived.current_article as article using (article_id)
join raw.capture as capture on capture.capture_id = counted.archive_capture_id;

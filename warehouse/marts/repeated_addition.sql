-- kind: table
-- What repeats is not added: a line that stands on the pages of several stories of a host is its furniture (a notice, a
-- teaser, a promotion), also where the layout is unknown. Copies of one story repeat its sentences: they count once.
-- Two pages are enough for a line without a full stop, and for one above or below all that the seeds have; a whole
-- sentence among theirs may be background that two stories were given, so it takes three.
create table derived.repeated_addition (
    publisher varchar not null,
    article_id varchar not null,
    reconciliation_id varchar not null,
    change_no integer not null,
    article_count bigint not null
);

comment on table derived.repeated_addition is 'A sentence that the page of an article has and its seed has not, but pages of other stories of the host have as well: no addition. Built by publish from the facts.';
comment on column derived.repeated_addition.reconciliation_id is 'Reconciliation that found the sentence.';
comment on column derived.repeated_addition.change_no is 'Its place among the changes there, from 1.';
comment on column derived.repeated_addition.article_count is 'Articles of the host whose pages have it and whose seeds have it not.';

-- refresh
create or replace temp table repeat_host as
select distinct publisher from raw.seed where article_id in (select article_id from touched);

create or replace temp table repeated_before as
select * from derived.repeated_addition where publisher in (select publisher from repeat_host);

-- Where their texts stand first: looked for by id, DuckDB reads the texts of all articles.
create or replace temp table extended_reading as
with article as (
    select article_id, min(publisher) as publisher
    from raw.seed
    where publisher in (select publisher from repeat_host)
    group by article_id
),
newest as (
    select
        article.publisher, found.article_id, found.reconciliation_id, found.rowid as place, found.content,
        found.added_count,
        found.same_count + found.cosmetic_count + found.edited_count + found.moved_count + found.added_count
            as page_count
    from core.reconciliation as found
    join ops.batch as batch using (batch_id)
    join article using (article_id)
    where found.capture_id is not null
    qualify row_number() over (
        partition by found.seed_id, found.capture_id order by batch.load_no desc, found.reconciliation_id
    ) = 1
)
select publisher, article_id, reconciliation_id, place, page_count
from newest
where added_count > 0 and content not in ('replaced', 'not_compared');

delete from derived.repeated_addition where publisher in (select publisher from repeat_host);

insert into derived.repeated_addition by name
with story as (
    select
        reconciliation_id,
        coalesce(nullif(lower(regexp_replace(title, '[^\p{L}\p{M}\p{N}]+', '', 'g')), ''), article_id) as title_key,
        coalesce(
            nullif(lower(regexp_replace(sentences[1]."text", '[^\p{L}\p{M}\p{N}]+', '', 'g')), ''), article_id
        ) as opening_key
    from core.reconciliation
    where rowid in (select place from extended_reading)
),
line as (
    select
        reading.publisher, reading.article_id, reading.reconciliation_id, change.change_no,
        lower(regexp_replace(nfc_normalize(change.page_text), '[^\p{L}\p{M}\p{N}]+', '', 'g')) as line_key,
        regexp_matches(change.page_text, '[.!?…。！？][\p{Pe}\p{Pf}"]*$') as is_sentence,
        count(*) over from_above < change.page_sentence_no
            and count(*) over from_below <= reading.page_count - change.page_sentence_no as is_among_seed
    from core.sentence_change as change
    join extended_reading as reading using (reconciliation_id)
    where change.relation = 'added'
    window
        from_above as (partition by reading.reconciliation_id order by change.page_sentence_no),
        from_below as (partition by reading.reconciliation_id order by change.page_sentence_no desc)
),
repeated as (
    select line.publisher, line.line_key, count(distinct line.article_id) as article_count
    from line
    join story using (reconciliation_id)
    where line.line_key <> ''
    group by line.publisher, line.line_key
    having count(distinct line.article_id) >= if(bool_or(line.is_sentence and line.is_among_seed), 3, 2)
        and count(distinct story.title_key) > 1
        and count(distinct story.opening_key) > 1
)
select line.publisher, line.article_id, line.reconciliation_id, line.change_no, repeated.article_count
from line
join repeated using (publisher, line_key);

-- A second page shows that a line of the first is none of its own: the articles that it stands on are built again.
insert into touched
select article_id
from (
    (select * from repeated_before except select * from derived.repeated_addition)
    union
    (
        select * from derived.repeated_addition where publisher in (select publisher from repeat_host)
        except
        select * from repeated_before
    )
)
where article_id not in (select article_id from touched)
group by article_id;

drop table repeated_before;
drop table extended_reading;
drop table repeat_host;

-- kind: table
-- needs: current_article, repeated_addition
-- Three texts of one article: the seed, an archived copy near its date, and the page.
--   seed = copy, page differs       the publisher edited the page
--   seed differs, copy = page       the scraper read the page wrongly
--   all three differ                both
-- A copy shows what the scraper saw only if it is near the seed's date; what it shares with the seed it proves at any date.
create table derived.change_origin (
    article_id varchar not null,
    reconciliation_id varchar not null,
    change_no integer not null,
    origin difference_origin not null,
    archive_capture_id varchar not null
);

comment on table derived.change_origin is 'Whose doing a sentence''s change is, where an archived copy was held against the same seed. Built by publish.';
comment on column derived.change_origin.reconciliation_id is 'Reconciliation of seed and page that found the change.';
comment on column derived.change_origin.change_no is 'Its place there, from 1.';
comment on column derived.change_origin.origin is 'publisher, scraper, both; unknown where the copy has what the page has, but is too late to show what the scraper saw.';

-- refresh
delete from derived.change_origin where article_id in (select article_id from touched);

-- The copy nearest to the day of publication, the oldest where that is unknown. Two years: nearly all corrections are
-- made in the first days, so that a later edit is not likely to have come between seed and copy; what a copy of after
-- that time shares with the page may well be such an edit.
create or replace temp table archived_copy as
select
    article.article_id,
    article.reconciliation_id,
    copy.reconciliation_id as copy_reconciliation_id,
    capture.capture_id as archive_capture_id,
    coalesce(abs(date_diff('day', make_timestamp(epoch_us(article.published_at)), make_timestamp(epoch_us(capture.memento_datetime)))) <= 730, false) as is_near
from derived.current_article as article
join core.reconciliation as compared on compared.reconciliation_id = article.reconciliation_id
join core.reconciliation as copy on copy.article_id = article.article_id and copy.seed_id = compared.seed_id
join ops.batch as batch on batch.batch_id = copy.batch_id
join raw.capture as capture on capture.capture_id = copy.capture_id
where article.article_id in (select article_id from touched)
    and article.content not in ('identical', 'cosmetic', 'not_compared')
    and copy.content not in ('not_compared', 'replaced')
    and copy.capture_id is distinct from article.content_capture_id
    and capture.memento_datetime < article.compared_at
qualify row_number() over (
    partition by article.article_id
    order by
        abs(date_diff('second', coalesce(make_timestamp(epoch_us(article.published_at)), timestamp '1970-01-01'), make_timestamp(epoch_us(capture.memento_datetime)))),
        capture.capture_id,
        batch.load_no desc,
        copy.reconciliation_id
) = 1;

-- Sentences are the same where their letters and digits are.
create or replace temp table copy_change as
select
    copy.article_id,
    change.relation,
    lower(regexp_replace(nfc_normalize(change.seed_text), '[^\p{L}\p{M}\p{N}]+', '', 'g')) as seed_key,
    lower(regexp_replace(nfc_normalize(change.page_text), '[^\p{L}\p{M}\p{N}]+', '', 'g')) as page_key
from core.sentence_change as change
join archived_copy as copy on copy.copy_reconciliation_id = change.reconciliation_id
where change.relation in ('edited', 'added', 'removed', 'moved');

insert into derived.change_origin (article_id, reconciliation_id, change_no, origin, archive_capture_id)
with page_change as (
    select
        copy.article_id,
        change.reconciliation_id,
        change.change_no,
        change.relation,
        lower(regexp_replace(nfc_normalize(change.seed_text), '[^\p{L}\p{M}\p{N}]+', '', 'g')) as seed_key,
        lower(regexp_replace(nfc_normalize(change.page_text), '[^\p{L}\p{M}\p{N}]+', '', 'g')) as page_key,
        copy.is_near,
        copy.archive_capture_id
    from core.sentence_change as change
    join archived_copy as copy using (reconciliation_id)
    anti join derived.repeated_addition as repeated
        on repeated.reconciliation_id = change.reconciliation_id and repeated.change_no = change.change_no
    where change.relation in ('edited', 'added', 'removed', 'moved')
),
held_against as (
    select
        now.article_id, now.reconciliation_id, now.change_no, now.is_near, now.archive_capture_id,
        -- the copy has what the page has: the sentence there, its lack there, or its place there
        coalesce(bool_or(
            case now.relation
                when 'removed' then before.relation = 'removed' and contains(before.seed_key, now.seed_key)
                when 'moved' then before.relation = 'moved' and before.seed_key = now.seed_key
                else contains(before.page_key, now.page_key)
            end
        ), false) as is_as_on_page,
        -- the copy has not what the seed has
        coalesce(bool_or(
            now.relation <> 'added' and before.relation <> 'moved'
            and (contains(before.seed_key, now.seed_key) or contains(now.seed_key, before.seed_key))
        ), false) as differs_from_seed
    from page_change as now
    left join copy_change as before using (article_id)
    group by all
)
select
    article_id,
    reconciliation_id,
    change_no,
    case
        when is_as_on_page then case when is_near then 'scraper' else 'unknown' end
        when differs_from_seed then case when is_near then 'both' else 'unknown' end
        else 'publisher'
    end as origin,
    archive_capture_id
from held_against;

-- Another story stands at the address, and the copy has the seed's: no sentence is held against another.
insert into derived.change_origin (article_id, reconciliation_id, change_no, origin, archive_capture_id)
select article.article_id, article.reconciliation_id, 0, 'publisher', copy.archive_capture_id
from archived_copy as copy
join derived.current_article as article using (article_id)
where article.content = 'replaced';

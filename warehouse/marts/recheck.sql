-- kind: view
-- needs: current_article
create view marts.recheck as
with told as (
    -- of the JSON of a run's settings, one number: the functions of JSON are an extension, which some readers have not
    select arg_max(
        try_cast(regexp_extract(parameters, '"gone_confirm_after": *"?([0-9.]+)', 1) as double), started_at
    ) as seconds
    from ops.run
),
confirmation as (
    select to_seconds(coalesce(seconds, 86400)) as wait from told  -- a day, where no run says otherwise
)
select
    plan.article_id,
    article.publisher,
    plan.existence,
    plan.checked_at,
    plan.next_check_at,
    plan.reason,
    case plan.reason
        when 'never_checked' then 'never looked at'
        when 'confirm_missing' then 'looked gone once: a second look decides'
        when 'gone' then 'gone: seldom comes back'
        when 'unreachable' then 'the host failed'
        when 'blocked' then 'we were turned away'
        when 'refused' then 'our own gate refuses the address'
        when 'changed' then 'changed when last seen'
        when 'fresh' then 'a fresh story: corrected in its first days'
        else 'unchanged when last seen'
    end || case
        when plan.look_count > 1
            then format('; {} looks, {} of them found a change', plan.look_count, plan.change_count)
        else ''
    end || case
        when plan.changes_a_year is not null then format('; {:.2f} changes a year are expected', plan.changes_a_year)
        else ''
    end as explanation,
    plan.look_count,
    plan.change_count,
    plan.changes_a_year
from recheck_plan((select wait from confirmation)) as plan
join derived.current_article as article using (article_id);

comment on view marts.recheck is 'When to look at an article''s page again, and why: by what the last look showed, and by the chance that a page which stands has changed since: from its own looks, what was found at its host in the last weeks, and the age of the story. seedbank recheck and ingest --refetch due go by it.';
comment on column marts.recheck.existence is 'What the last look showed.';
comment on column marts.recheck.checked_at is 'When that was, UTC; NULL where never.';
comment on column marts.recheck.next_check_at is 'When the next look is due, UTC (due now: next_check_at <= now()); for an article that was never looked at, when it was loaded.';
comment on column marts.recheck.reason is 'Why then: confirm_missing, never_checked, fresh, changed, unchanged, unreachable, blocked, gone, refused.';
comment on column marts.recheck.explanation is 'The same as a sentence, with how often it changed.';
comment on column marts.recheck.look_count is 'Looks so far.';
comment on column marts.recheck.change_count is 'Looks that found another text than the look before, or the page gone or back.';
comment on column marts.recheck.changes_a_year is 'Changes of the page that are expected in a year; NULL where it does not stand. The next look is due when the chance of one since the last look is 5 %, for young stories sooner, after a year at the latest.';

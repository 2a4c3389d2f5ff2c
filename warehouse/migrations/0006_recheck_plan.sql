-- The rule of 0003_recheck_plan.sql, but for how times are read and a wait is added: epoch(TIMESTAMPTZ) and TIMESTAMPTZ +
-- INTERVAL are functions of the extension ICU, which DuckDB in a browser has not, and a published file is read there too.
drop macro table recheck_plan;

create macro recheck_plan(confirm_after) as table
with seed as (
    select article_id, min(batch.written_at) as known_at
    from raw.seed join ops.batch as batch using (batch_id)
    group by article_id
),
story as (
    select article_id, arg_max(published_at, batch.load_no) as published_at
    from core.reconciliation join ops.batch as batch using (batch_id)
    where published_at is not null
    group by article_id
),
verdict as (
    select
        found.article_id, found.capture_id,
        max_by(
            case when found.content in ('identical', 'cosmetic') then 'as the seed' else page.text_key end,
            batch.load_no
        ) as text_key
    from core.reconciliation as found
    join ops.batch as batch using (batch_id)
    join core.page as page using (page_id)
    where found.capture_id is not null and found.content <> 'not_compared'
    group by found.article_id, found.capture_id
),
look as (
    select
        observation.article_id, observation.observed_at, observation.existence, verdict.text_key, batch.load_no,
        -- a failure and a refusal say nothing of the page
        case
            when observation.existence in ('live', 'moved') then 'there'
            when observation.existence in ('missing', 'gone', 'archived_only') then 'lost'
        end as told
    from core.observation as observation
    join ops.batch as batch using (batch_id)
    left join verdict using (article_id, capture_id)
    where observation.existence <> 'unchecked'
    qualify row_number() over (
        partition by observation.article_id, observation.capture_id
        order by batch.load_no desc, observation.rules_version desc, observation.rule
    ) = 1
),
numbered_look as (
    select
        *,
        row_number() over newest_first as look_no,
        first_value(existence) over newest_first as last_existence,
        lag(told ignore nulls) over oldest_first as told_before,
        lag(text_key ignore nulls) over oldest_first as text_key_before
    from look
    window
        newest_first as (partition by article_id order by observed_at desc, load_no desc),
        oldest_first as (partition by article_id order by observed_at, load_no)
),
judged_look as (
    select
        *,
        sum((existence <> last_existence)::integer) over (
            partition by article_id order by look_no rows unbounded preceding
        ) = 0 as is_same_state,
        coalesce(told <> told_before or (told = 'there' and text_key <> text_key_before), false) as is_change
    from numbered_look
),
history as (
    select
        article_id,
        any_value(existence) filter (look_no = 1) as existence,
        max(observed_at) as checked_at,
        count(*) as look_count,
        count(*) filter (is_change) as change_count,
        bool_or(is_change) filter (look_no = 1) as is_changed,
        min(observed_at) filter (told is not null) as watched_since,
        case
            when any_value(told) filter (look_no = 1) is null then min(observed_at) filter (is_same_state)
            else coalesce(max(observed_at) filter (is_change), min(observed_at) filter (told is not null))
        end as stands_since
    from judged_look
    group by article_id
),
weighed as (
    select
        seed.article_id, seed.known_at, story.published_at,
        coalesce(history.existence, 'unchecked') as existence,
        history.* exclude (article_id, existence),
        case
            when history.existence is null then 'never_checked'
            when history.existence = 'missing' then 'confirm_missing'
            when history.existence in ('gone', 'archived_only') then 'gone'
            when history.existence in ('unreachable', 'blocked', 'refused') then history.existence::varchar
            when history.is_changed then 'changed'
            when epoch_us(history.checked_at) / 1e6 - epoch_us(story.published_at) / 1e6 < 7 * 86400 then 'fresh'
            else 'unchanged'
        end as reason
    from seed
    left join history using (article_id)
    left join story using (article_id)
),
paced as (
    select
        *,
        case reason
            when 'confirm_missing' then confirm_after  -- a second look turns missing into gone, or back
            when 'unreachable' then interval 6 hour
            when 'blocked' then interval 1 day
            when 'gone' then interval 30 day  -- now and then an address comes back
            when 'refused' then interval 90 day  -- our own gate: only a setting changes that
            when 'changed' then interval 2 day  -- what changed last time changes again
            -- News is corrected in its first days, nearly all of it within a month (NewsDiffs, NewsEdits).
            when 'fresh' then case when epoch_us(checked_at) / 1e6 - epoch_us(published_at) / 1e6 < 2 * 86400 then interval 6 hour else interval 1 day end
            when 'unchanged' then
                case when epoch_us(checked_at) / 1e6 - epoch_us(published_at) / 1e6 < 30 * 86400 then interval 7 day else interval 30 day end
        end as first_wait,
        case reason
            when 'unreachable' then interval 14 day
            when 'blocked' then interval 30 day
            when 'confirm_missing' then greatest(confirm_after, interval 30 day)  -- where nothing confirms it
            else interval 365 day
        end as longest_wait
    from weighed
),
timed as (
    select
        *,
        least(
            epoch(first_wait) + epoch_us(checked_at) / 1e6 - epoch_us(stands_since) / 1e6,
            case
                when existence in ('live', 'moved')
                    then (epoch(first_wait) + epoch_us(checked_at) / 1e6 - epoch_us(watched_since) / 1e6) / (change_count + 1)
                else 'infinity'
            end,
            epoch(longest_wait)
        ) as wait_seconds
    from paced
)
select
    article_id, existence, checked_at, published_at, coalesce(look_count, 0) as look_count,
    coalesce(change_count, 0) as change_count, reason, wait_seconds,
    case when reason = 'never_checked' then known_at else to_timestamp(epoch_us(checked_at) / 1e6 + wait_seconds) end as next_check_at,
    -- Where a budget goes first: what a look decides for certain, then the rest by how many waits have passed.
    case
        when reason = 'confirm_missing' and checked_at = stands_since then 0
        when reason = 'never_checked' then 1
        else 2
    end as turn
from timed;

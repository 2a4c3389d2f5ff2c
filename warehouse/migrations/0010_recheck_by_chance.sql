-- A page that stands is asked again when the chance that it changed since the last look reaches 5 %. Until now it was
-- asked after a wait that doubled, whatever its host did. The rest is the rule of 0006_recheck_plan.sql.
--
-- Changes of one page are taken as a Poisson process (Cho and Garcia-Molina, Estimating frequency of change, 2003); its
-- rate is estimated from its own looks and from what the looks of the last weeks found at its host, as a gamma prior: a
-- host that moves or closes a section does so with many pages in the same weeks. A corpus that has been looked at once
-- begins with one change in ten years (link rot of news: 7 to 11 % a year, SalahEldeen and Nelson 2012; Pew 2024).
-- Simulated by tests/benchmarks/recheck_plan.py.
--
-- And one more reason: a rule was learned since the last look that has an address for an article which is gone; one that
-- is missing is looked at again soon anyway.
drop macro table recheck_plan;

create macro recheck_plan(confirm_after) as table
with seed as (
    select article_id, any_value(publisher order by batch.load_no) as host, min(batch.written_at) as known_at
    from raw.seed join ops.batch as batch using (batch_id)
    group by article_id
),
story as (
    select article_id, arg_max(published_at, batch.load_no) as published_at
    from core.reconciliation join ops.batch as batch using (batch_id)
    where published_at is not null
    group by article_id
),
promise as (
    select article_id, max(batch.load_no) as promise_no, max(batch.written_at) as promised_at
    from core.address_try join ops.batch as batch using (batch_id)
    where capture_id is null
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
        lag(case when told is not null then observed_at end ignore nulls) over oldest_first as told_at_before,
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
recent as (
    -- What the looks of the last weeks found at each host; each look counts half as much as one thirty days younger.
    select
        seed.host,
        sum(is_change::integer * share) as changes,
        sum((epoch_us(observed_at) - epoch_us(told_at_before)) / 86400e6 * share) as days
    from (
        select *, pow(0.5, (max(epoch_us(observed_at)) over () - epoch_us(observed_at)) / (30 * 86400e6)) as share
        from judged_look
        where told is not null and told_before is not null
    )
    join seed using (article_id)
    group by seed.host
),
anywhere as (
    -- per day; the corpus begins with one change in ten years
    select (coalesce(sum(changes), 0) + 1) / (coalesce(sum(days), 0) + 3652.5) as rate from recent
),
at_host as (
    -- three changes at the rate of the whole corpus stand for a host of which little is known
    select host, (coalesce(changes, 0) + 3) / (coalesce(days, 0) + 3 / anywhere.rate) as rate
    from (select distinct host from seed) left join recent using (host) cross join anywhere
),
history as (
    select
        article_id,
        any_value(existence) filter (look_no = 1) as existence,
        max(observed_at) as checked_at,
        max(load_no) as last_load_no,
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
        -- per day: the page's own looks, and half a change at the rate of its host
        (history.change_count + 0.5)
        / ((epoch_us(history.checked_at) - epoch_us(history.watched_since)) / 86400e6 + 0.5 / at_host.rate) as change_rate,
        coalesce(history.existence, 'unchecked') as existence,
        history.* exclude (article_id, existence), promise.promised_at,
        case
            when history.existence is null then 'never_checked'
            when history.existence in ('gone', 'archived_only') and promise.promise_no > history.last_load_no
                then 'address_rule'
            when history.existence = 'missing' then 'confirm_missing'
            when history.existence in ('gone', 'archived_only') then 'gone'
            when history.existence in ('unreachable', 'blocked', 'refused') then history.existence::varchar
            when history.is_changed then 'changed'
            when epoch_us(history.checked_at) / 1e6 - epoch_us(story.published_at) / 1e6 < 7 * 86400 then 'fresh'
            else 'unchanged'
        end as reason
    from seed
    join at_host using (host)
    left join history using (article_id)
    left join story using (article_id)
    left join promise using (article_id)
),
paced as (
    select
        *,
        case reason
            when 'address_rule' then interval 0 hour
            when 'confirm_missing' then confirm_after  -- a second look turns missing into gone, or back
            when 'unreachable' then interval 6 hour
            when 'blocked' then interval 1 day
            when 'gone' then interval 30 day  -- now and then an address comes back
            when 'refused' then interval 90 day  -- our own gate: only a setting changes that
            -- News is corrected in its first days, nearly all of it within a month (NewsDiffs, NewsEdits).
            when 'fresh' then case when epoch_us(checked_at) / 1e6 - epoch_us(published_at) / 1e6 < 2 * 86400 then interval 6 hour else interval 1 day end
            when 'changed' then interval 2 day  -- what changed last time changes again
            else interval 7 day
        end as first_wait,
        case reason
            when 'unreachable' then interval 14 day
            when 'blocked' then interval 30 day
            when 'confirm_missing' then greatest(confirm_after, interval 30 day)  -- where nothing confirms it
            else interval 365 day
        end as longest_wait,
        existence in ('live', 'moved') as is_there,
        coalesce(epoch_us(checked_at) / 1e6 - epoch_us(published_at) / 1e6 < 30 * 86400, false) as is_young
    from weighed
),
timed as (
    select
        *,
        case when reason = 'address_rule' then 0 else least(
            case
                when is_young or not is_there
                    then epoch(first_wait) + epoch_us(checked_at) / 1e6 - epoch_us(stands_since) / 1e6
                else 'infinity'
            end,
            case
                when is_there and is_young
                    then (epoch(first_wait) + epoch_us(checked_at) / 1e6 - epoch_us(watched_since) / 1e6) / (change_count + 1)
                else 'infinity'
            end,
            case when is_there then greatest(-ln(0.95) / change_rate * 86400, 86400) else 'infinity' end,
            epoch(longest_wait)
        ) end as wait_seconds
    from paced
)
select
    article_id, existence, checked_at, published_at, coalesce(look_count, 0) as look_count,
    coalesce(change_count, 0) as change_count, reason, wait_seconds,
    case when is_there then change_rate * 365.25 end as changes_a_year,
    case reason when 'never_checked' then known_at when 'address_rule' then promised_at else to_timestamp(epoch_us(checked_at) / 1e6 + wait_seconds) end as next_check_at,
    -- Where a budget goes first: what a look decides for certain, then the rest by how many waits have passed. Of pages
    -- that stand, those are the ones that changed most probably: a wait is as long as its page's rate is small.
    case
        when reason = 'confirm_missing' and checked_at = stands_since then 0
        when reason in ('never_checked', 'address_rule') then 1
        else 2
    end as turn
from timed;

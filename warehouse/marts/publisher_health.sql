-- kind: view
-- needs: current_article
create view marts.publisher_health as
with article as (
    select
        publisher,
        year(make_timestamp(epoch_us(published_at))) as published_year,
        count(*) as article_count,
        sum(seed_count)::bigint as seed_count,
        count(*) filter (len(issues) > 0) as flawed_count,
        count(*) filter (list_contains(issues, 'no_text')) as empty_count,
        count(*) filter (list_contains(issues, 'truncated')) as truncated_count,
        count(*) filter (list_contains(issues, 'mojibake')) as mojibake_count,
        count(*) filter (list_contains(issues, 'caption_in_text')) as caption_in_text_count,
        count(*) filter (existence <> 'unchecked') as checked_count,
        count(*) filter (existence in ('live', 'moved')) as present_count,
        count(*) filter (content <> 'not_compared') as compared_count,
        count(*) filter (content in ('identical', 'cosmetic')) as unchanged_count,
        sum(word_count)::bigint as word_count,
        max(checked_at) as last_checked_at
    from derived.current_article
    group by publisher, published_year
)
select
    *,
    flawed_count / article_count as flawed_share,
    present_count / nullif(checked_count, 0) as present_share,
    unchanged_count / nullif(compared_count, 0) as unchanged_share
from article;

comment on view marts.publisher_health is 'A publisher''s year at a glance: what the seeds are worth, whether the pages stand, whether they still say the same.';
comment on column marts.publisher_health.seed_count is 'Different seeds of them.';
comment on column marts.publisher_health.flawed_count is 'Articles whose seed has at least one issue.';
comment on column marts.publisher_health.empty_count is 'Articles whose seed has no text.';
comment on column marts.publisher_health.truncated_count is 'Articles whose seed breaks off.';
comment on column marts.publisher_health.mojibake_count is 'Articles whose seed has wrongly decoded characters.';
comment on column marts.publisher_health.caption_in_text_count is 'Articles whose seed has a caption run into the text.';
comment on column marts.publisher_health.present_count is 'Articles that are live or moved.';
comment on column marts.publisher_health.unchanged_count is 'Articles that are identical or differ in form only.';
comment on column marts.publisher_health.word_count is 'Words of the clean texts.';
comment on column marts.publisher_health.last_checked_at is 'Last look at any of them, UTC.';
comment on column marts.publisher_health.flawed_share is 'flawed / articles, 0-1.';
comment on column marts.publisher_health.present_share is 'present / checked, 0-1; NULL where none was checked.';
comment on column marts.publisher_health.unchanged_share is 'unchanged / compared, 0-1; NULL where none was compared.';

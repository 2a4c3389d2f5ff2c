-- Seeds that were repaired, two of each kind of fault that a repair mends.
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
),
flaw as (
    select article_id, sentence_count, changed_share, unnest(issues) as issue
    from scope
    where sentence_count > 0
),
ranked as (
    select
        article_id, issue,
        row_number() over (partition by issue order by changed_share is null, sentence_count, article_id) as place
    from flaw
    where issue in ('caption_in_text', 'truncated', 'mojibake', 'entities', 'glued_sentences', 'flattened')
)
select article_id, list(issue order by issue)::varchar[] as issues
from ranked
where place <= 2
group by article_id
order by min(issue), article_id
limit 12;

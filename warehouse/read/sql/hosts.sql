-- The publishers of the corpus, the largest first, with what became of their articles and what was learned of them.
with article as (
    select
        publisher,
        count(*) as article_count,
        count(*) filter (existence in ('live', 'moved', 'missing', 'gone', 'archived_only')) as judged_count,
        count(*) filter (existence in ('gone', 'archived_only')) as lost_count,
        count(*) filter (content not in ('not_compared')) as compared_count,
        count(*) filter (content in ('extended', 'shortened', 'edited', 'rewritten', 'replaced')) as changed_count
    from derived.current_article
    group by publisher
),
layout as (
    select publisher, count(*) as layout_count
    from marts.layout
    where is_current
    group by publisher
),
rule as (
    select publisher, count(*) filter (is_used) as rule_count
    from marts.address_rule
    group by publisher
)
select
    article.publisher, article.article_count, article.judged_count, article.lost_count, article.compared_count,
    article.changed_count, coalesce(layout.layout_count, 0) as layout_count, coalesce(rule.rule_count, 0) as rule_count
from article
left join layout using (publisher)
left join rule using (publisher)
order by article.article_count desc, article.publisher
limit 500;

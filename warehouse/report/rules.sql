-- Which versions of parser and rules decided?
with scope as (
    select * from derived.current_article
    where (getvariable('publisher') is null or publisher = getvariable('publisher'))
        and (getvariable('since') is null or checked_at >= getvariable('since')::timestamptz)
),
decided as (
    select found.rules_version, page.parser_version
    from scope
    join (select reconciliation_id, rules_version, page_id from core.reconciliation) as found using (reconciliation_id)
    left join (select page_id, any_value(parser_version) as parser_version from core.page group by page_id) as page
        using (page_id)
)
select rules_version, parser_version, count(*) as article_count
from decided
group by all
order by article_count desc;

-- Facts that differ, by article.
select article_id, kind::varchar as kind, coalesce("before", '') as "before", coalesce("after", '') as "after"
from marts.fact_change
order by article_id, seed_sentence_no, kind, "before"

-- Whether an article fits the filters of a list. Each part is one condition, under the name by which
-- warehouse/read/browse.py asks for it; those that are asked for are joined. A list without filters reads no column for
-- them: DuckDB plans a statement before it knows its parameters, and would read them all for `$publisher is null or …`.
-- [publisher]
publisher = $publisher
-- [existence]
list_contains($existence::existence[], existence)
-- [content]
list_contains($content::content[], content)
-- [issue]
list_contains(issues, $issue::issue)
-- [any issue]
len(issues) > 0
-- [year]
published_at >= $first_moment and published_at < $last_moment
-- [no year]
published_at is null
-- [age]
floor((epoch(checked_at) - epoch(published_at)) / 86400 / 365.25) = $age
-- [since]
checked_at >= $since
-- [month]
coalesce(modified_at, compared_at) >= $first_change and coalesce(modified_at, compared_at) < $last_change
-- [dated]
if(modified_at is null, 'look', 'page') = $dated
-- [rule]
existence_rule = $rule
-- [text_rule]
content_rule = $text_rule
-- [layout]
reconciliation_id in (
    select reconciliation_id from core.reconciliation join core.page using (page_id) where layout = $layout
)
-- [fact]
reconciliation_id in (select reconciliation_id from core.fact_change where kind::varchar = $fact)
-- [any fact]
reconciliation_id in (select reconciliation_id from core.fact_change)
-- [origin]
article_id in (select article_id from derived.difference_origin where difference_origin::varchar = $origin)
-- [no origin]
article_id in (select article_id from derived.difference_origin where difference_origin = 'unknown')
or content not in ('not_compared', 'identical', 'cosmetic')
    and article_id not in (select article_id from derived.difference_origin)
-- [sampled]
article_id in (
    select article_id
    from core.sampled_article
    join ops.batch using (batch_id)
    where kind = 'estimate'
    qualify load_no = max(load_no) over ()
)

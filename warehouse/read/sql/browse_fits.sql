-- Whether an article fits the filters of a list: the condition that list, count, matches and counts by publisher share.
    ($publisher is null or publisher = $publisher)
    and ($existence is null or list_contains($existence::existence[], existence))
    and ($content is null or list_contains($content::content[], content))
    and ($issue is null or list_contains(issues, $issue::issue))
    and (not $is_flawed or len(issues) > 0)
    and ($first_moment is null or published_at >= $first_moment and published_at < $last_moment)
    and (not $is_undated or published_at is null)
    and ($age is null or floor((epoch(checked_at) - epoch(published_at)) / 86400 / 365.25) = $age)
    and ($checked_since is null or checked_at >= $checked_since)
    and (
        $first_change is null
        or coalesce(modified_at, compared_at) >= $first_change and coalesce(modified_at, compared_at) < $last_change
    )
    and ($dated_by is null or if(modified_at is null, 'look', 'page') = $dated_by)
    and ($rule is null or existence_rule = $rule)
    and ($text_rule is null or content_rule = $text_rule)
    and (
        $layout is null
        or reconciliation_id in (
            select reconciliation_id from core.reconciliation join core.page using (page_id) where layout = $layout
        )
    )
    and (
        $fact is null
        or reconciliation_id in (
            select reconciliation_id from core.fact_change where $fact = 'any' or kind::varchar = $fact
        )
    )
    and (
        $origin is null
        or article_id in (select article_id from derived.difference_origin where difference_origin::varchar = $origin)
        or $origin = 'unknown'
            and content not in ('not_compared', 'identical', 'cosmetic')
            and article_id not in (select article_id from derived.difference_origin)
    )
    and (
        not $is_sampled
        or article_id in (
            select article_id
            from core.sampled_article
            join ops.batch using (batch_id)
            where kind = 'estimate'
            qualify load_no = max(load_no) over ()
        )
    )

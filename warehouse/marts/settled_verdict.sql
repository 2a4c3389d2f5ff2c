-- kind: table
-- needs: repeated_addition
-- The rules are those of flows/reconcile/verdict.py; a test holds the two against each other.
create table derived.settled_verdict (
    article_id varchar not null,
    reconciliation_id varchar not null,
    content content not null,
    content_rule varchar not null,
    added_count integer not null,
    apparatus_count integer not null,
    changed_share double
);

comment on table derived.settled_verdict is 'The verdict on a page with repeated lines, judged again with these as apparatus. Built by publish from the facts.';
comment on column derived.settled_verdict.reconciliation_id is 'Reconciliation that found the changes.';

-- refresh
delete from derived.settled_verdict where article_id in (select article_id from touched);

insert into derived.settled_verdict by name
with repeated as (
    select reconciliation_id, count(*)::integer as repeated_count
    from derived.repeated_addition
    where article_id in (select article_id from touched)
    group by reconciliation_id
),
counted as (
    select
        found.article_id, found.reconciliation_id, found.content, found.content_rule, found.edited_count,
        found.moved_count, found.cosmetic_count, found.removed_count,
        found.added_count - repeated.repeated_count as added_count,
        found.apparatus_count + repeated.repeated_count as apparatus_count,
        found.edited_count + greatest(found.added_count - repeated.repeated_count, found.removed_count) as changed,
        found.same_count + found.cosmetic_count + found.moved_count as unchanged
    from core.reconciliation as found
    join repeated using (reconciliation_id)
),
shared as (
    select *, changed / nullif(changed + unchanged, 0) as changed_share from counted
),
judged as (
    select
        *,
        case
            when content = 'seed_truncated' then content_rule
            when changed = 0 and moved_count > 0 then 'only_moved'
            when changed = 0 and cosmetic_count > 0 then 'only_form'
            when changed = 0 then 'only_apparatus'
            when edited_count + moved_count + removed_count = 0 then 'only_added'
            when edited_count + moved_count + added_count = 0 then 'only_removed'
            when changed_share >= 0.55 then 'most_changed'
            else 'some_changed'
        end as settled_rule
    from shared
)
select
    article_id,
    reconciliation_id,
    case settled_rule
        when 'only_form' then 'cosmetic'
        when 'only_apparatus' then 'cosmetic'
        when 'only_added' then 'extended'
        when 'only_removed' then 'shortened'
        when 'most_changed' then 'rewritten'
        when content_rule then content::varchar
        else 'edited'
    end::content as content,
    settled_rule as content_rule,
    added_count,
    apparatus_count,
    round(changed_share, 4) as changed_share
from judged;

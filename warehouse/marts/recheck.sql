-- kind: view
-- needs: current_article
create view marts.recheck as
select
    article_id,
    publisher,
    existence,
    checked_at,
    case
        when checked_at is null then null
        else checked_at + recheck_interval(existence)
    end as next_check_at,
    case existence
        when 'unchecked' then 'never looked at'
        when 'missing' then 'looked gone once: a second look decides'
        when 'unreachable' then 'the host failed'
        when 'blocked' then 'we were turned away'
        when 'gone' then 'gone: seldom comes back'
        when 'archived_only' then 'gone: seldom comes back'
        when 'refused' then 'our own gate refuses the address'
        else 'last seen at its place'
    end as reason
from derived.current_article;

comment on view marts.recheck is 'When to look at an article''s page again, and why.';
comment on column marts.recheck.article_id is 'Article.';
comment on column marts.recheck.publisher is 'Host without www., m. or amp.';
comment on column marts.recheck.existence is 'What the last look showed.';
comment on column marts.recheck.checked_at is 'When that was, UTC; NULL where never.';
comment on column marts.recheck.next_check_at is 'When the next look is due, UTC; NULL means at once: it was never looked at.';
comment on column marts.recheck.reason is 'Why then.';

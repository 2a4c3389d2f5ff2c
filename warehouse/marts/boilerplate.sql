-- kind: view
-- needs: current_article, edge_line, sentence_change
-- What repeats is mostly prose: the sentences that repeat most in the 27,612 real seeds are the background of running
-- stories. So a line counts as boilerplate only with more evidence than its number:
--   left_out         a rule knew it by its form, in more than one article
--   unfinished_end   it ends without a full stop, always at one end of the text, in three articles and more
--   common_end       it stands at one end of at least a fifth of all that the publisher printed between its first and its
--                    last use, in five articles and more, each time beside another sentence
--   on_many_pages    the pages of today have it, and the seeds have not, in five articles and more
--   off_many_pages   the seeds have it, and no page of today has it, in five articles and more
-- Where the articles are dated, the last four are asked to be spread over three months and more (an unfinished line over
-- two): a running story is not.
create view marts.boilerplate as
with repeated as (
    -- few lines repeat at all: who printed them, when, and beside what is asked of these alone
    select place, line_key from derived.edge_line group by place, line_key having count(*) >= 3
),
edge as (
    select
        article.publisher, line.place, line.line_key,
        count(*) as article_count,
        count(distinct line.neighbour_key) as neighbour_count,
        bool_and(line.is_unfinished) as is_unfinished,
        min(article.article_id) as example_article_id,
        count(distinct date_trunc('month', make_timestamp(epoch_us(article.published_at)))) as month_count,
        count(article.published_at) as dated_count,
        min(article.published_at) as first_at,
        max(article.published_at) as last_at
    from derived.edge_line as line
    semi join repeated using (place, line_key)
    join derived.current_article as article using (article_id)
    group by article.publisher, line.place, line.line_key
    having count(*) >= 3
),
edge_use as (
    select
        edge.*,
        (
            select count(*) from derived.current_article as article
            where article.publisher = edge.publisher and article.sentence_count > 3
                and (edge.first_at is null or article.published_at between edge.first_at and edge.last_at)
        ) as printed_count
    from edge
    where is_unfinished or article_count >= 5
),
edge_learned as (
    select
        *,
        case
            when is_unfinished then 'unfinished_end'
            when article_count >= 5 and neighbour_count >= 0.8 * article_count
                and article_count >= 0.2 * printed_count then 'common_end'
        end as evidence
    from edge_use
    where dated_count = 0 or month_count >= case when is_unfinished then 2 else 3 end
),
edge_text as (
    select
        learned.publisher, learned.evidence, learned.article_count, learned.example_article_id,
        case learned.place
            when 'first' then found.sentences[1]."text"
            when 'last' then found.sentences[-1]."text"
            else found.sentences[-2]."text"
        end as "text"
    from edge_learned as learned
    join derived.current_article as article on article.article_id = learned.example_article_id
    join core.reconciliation as found using (reconciliation_id)
    where learned.evidence is not null
),
page_line as (
    select
        article.publisher,
        if(change.relation = 'removed', 'off_many_pages', 'on_many_pages') as evidence,
        coalesce(change.page_text, change.seed_text) as "text",
        count(distinct article.article_id) as article_count,
        min(article.article_id) as example_article_id,
        count(distinct date_trunc('month', make_timestamp(epoch_us(article.published_at)))) as month_count,
        count(article.published_at) as dated_count
    from marts.sentence_change as change
    join derived.current_article as article using (article_id)
    where change.relation in ('added', 'removed') or change.is_repeated
    group by article.publisher, evidence, coalesce(change.page_text, change.seed_text)
    having count(distinct article.article_id) >= 5
),
known as (
    select
        article.publisher,
        left_out.kind::varchar as kind,
        left_out."text",
        count(distinct article.article_id) as article_count,
        min(article.article_id) as example_article_id,
        'left_out' as evidence
    from core.left_out as left_out
    join derived.current_article as article using (reconciliation_id)
    group by article.publisher, left_out.kind, left_out."text"
    having count(distinct article.article_id) > 1
)
select publisher, kind, "text", article_count, example_article_id, evidence
from known
union all
select publisher, 'learned', "text", article_count, example_article_id, evidence
from edge_text
union all
select publisher, 'learned', "text", article_count, example_article_id, evidence
from page_line
where dated_count = 0 or month_count >= 3;

comment on view marts.boilerplate is 'A text that repeats in a publisher''s articles and is no prose: left out of the clean text by a rule (end marks, agency tags, promotions, repeated credits), or learned from where and when it repeats. What is learned stays in the text: to leave a line in costs less than to take prose out.';
comment on column marts.boilerplate.kind is 'What it is: caption, credit, byline, agency_mark, dateline, end_mark, related_link, promo, repeated, title_repeated, invisible; learned where it was found by repetition.';
comment on column marts.boilerplate.text is 'The text as the seeds have it; for on_many_pages as the pages have it.';
comment on column marts.boilerplate.article_count is 'Articles that it stands in.';
comment on column marts.boilerplate.example_article_id is 'One of them.';
comment on column marts.boilerplate.evidence is 'Why it is held for boilerplate: left_out, unfinished_end, common_end, on_many_pages, off_many_pages.';

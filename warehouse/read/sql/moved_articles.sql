-- The articles of some publishers that a look found at another address, or whose page names another as its own; and
-- those that are gone, which have no new address. Of those that are not, no more than $most of a publisher.
with chosen_seed as (
    select article_id, publisher, url, title
    from raw.seed
    where publisher in (select unnest($publishers::varchar[]))
    qualify row_number() over (
        partition by article_id order by body_length is not null desc, body_length desc, seed_id
    ) = 1
),
look as (
    select observation.article_id, observation.existence, observation.current_url, observation.capture_id
    from core.observation as observation
    join ops.batch as batch using (batch_id)
    where observation.article_id in (select article_id from chosen_seed) and observation.existence <> 'unchecked'
    qualify row_number() over (
        partition by observation.article_id
        order by observation.observed_at desc, batch.load_no desc, observation.rules_version desc, rule
    ) = 1
),
named as (
    select look.article_id, any_value(page.canonical_url order by page.page_id) as canonical_url
    from look
    join raw.capture as capture using (capture_id)
    join core.page as page on page.payload_digest = capture.payload_digest and page.url = capture.final_uri
    where look.existence = 'live' and page.canonical_url is not null
    group by look.article_id
),
story as (
    select
        found.article_id,
        arg_max(
            {'published_at': found.published_at, 'published_at_precision': found.published_at_precision}, batch.load_no
        ) as dated
    from core.reconciliation as found
    join ops.batch as batch using (batch_id)
    where found.published_at is not null and found.article_id in (select article_id from look)
    group by found.article_id
)
select
    seed.publisher, seed.article_id, seed.url, seed.title, story.dated.published_at, story.dated.published_at_precision,
    case look.existence when 'moved' then look.current_url when 'live' then named.canonical_url end as new_url
from chosen_seed as seed
join look using (article_id)
left join named using (article_id)
left join story using (article_id)
where (look.existence = 'moved' and look.current_url is not null)
    or named.canonical_url is not null
    or look.existence in ('gone', 'archived_only')
qualify look.existence in ('gone', 'archived_only') or row_number() over (
    partition by seed.publisher, look.existence in ('live', 'moved') order by seed.article_id
) <= $most
order by seed.publisher, seed.article_id;

-- kind: view
create view marts.layout as
with lesson as (
    select
        lesson.*,
        batch.written_at as learned_at,
        batch.load_no,
        batch.load_no = max(batch.load_no) over (partition by lesson.publisher) as is_current
    from core.layout_lesson as lesson
    join ops.batch as batch using (batch_id)
    where lesson.layouts_version is not null
    qualify row_number() over (
        partition by lesson.publisher, lesson.layouts_version order by batch.load_no desc, lesson.lesson_id
    ) = 1
),
reading as (
    select page.layout, string_split(page.parser_version, '+')[2] as layouts_version, page.published_at
    from core.page as page
    join ops.batch as batch using (batch_id)
    qualify row_number() over (partition by page.payload_digest, page.url order by batch.load_no desc) = 1
),
read_by as (
    select
        layout, layouts_version, count(*) as page_count, min(published_at) as valid_from, max(published_at) as valid_to
    from reading
    where layouts_version is not null
    group by layout, layouts_version
),
named as (
    select *, lesson.publisher || '.' || layout."name" as full_name
    from lesson
    join core.layout as layout using (lesson_id)
)
select
    named.publisher,
    named.full_name as layout,
    named.layout_no,
    named.layouts_version,
    named.is_current,
    named.learned_at,
    named.stored_count,
    named.seed_count,
    list_filter(named.selectors, lambda found: found."role" = 'body')[1].support as support,
    list_filter(named.selectors, lambda found: found."role" = 'body')[1].contradicting as contradicting,
    named.fingerprint,
    list_transform(list_filter(named.selectors, lambda found: found."role" = 'title'), lambda found: found."selector") as title,
    list_transform(list_filter(named.selectors, lambda found: found."role" = 'lead'), lambda found: found."selector") as lead,
    list_transform(list_filter(named.selectors, lambda found: found."role" = 'body'), lambda found: found."selector") as body,
    named.selectors,
    coalesce(read_by.page_count, 0) as page_count,
    read_by.valid_from,
    read_by.valid_to
from named
left join read_by on read_by.layout = named.full_name and read_by.layouts_version = named.layouts_version;

comment on view marts.layout is 'A layout of a publisher as its stored pages and their seeds taught it: where on a page headline, lead, body, captions and furniture stand, with the pages for each selector and those against it. `seedbank layout HOST --export` writes it as a file to be reviewed.';
comment on column marts.layout.publisher is 'Publisher of the seeds.';
comment on column marts.layout.layout is 'Name of the layout, as pages that it read have it.';
comment on column marts.layout.layout_no is 'From 1, in the order in which the layouts of a version are tried on a page.';
comment on column marts.layout.layouts_version is 'Version of all layouts of the publisher; it ends the parser_version of pages that were read with them.';
comment on column marts.layout.is_current is 'Whether pages that are read now are read with it.';
comment on column marts.layout.learned_at is 'When it was learned, UTC; the last time where the same was learned again.';
comment on column marts.layout.stored_count is 'Articles of the publisher that had a stored page then.';
comment on column marts.layout.seed_count is 'Pages of this layout whose seeds taught it.';
comment on column marts.layout.support is 'Pages for the selector of the body.';
comment on column marts.layout.contradicting is 'Pages against it.';
comment on column marts.layout.fingerprint is 'CSS selectors: a page has this layout when one of them finds something.';
comment on column marts.layout.title is 'CSS selectors of the headline.';
comment on column marts.layout.lead is 'CSS selectors of a lead that is set apart.';
comment on column marts.layout.body is 'CSS selectors of the body.';
comment on column marts.layout.selectors is 'All selectors by role, the best first: title, lead, body, caption, author, published, photo (beside the body), drop (no prose in the body), each with the pages for it and those against it.';
comment on column marts.layout.page_count is 'Pages whose newest reading is by it.';
comment on column marts.layout.valid_from is 'When the oldest article was published whose page it read, UTC; NULL where it has read none.';
comment on column marts.layout.valid_to is 'When the newest of them was published, UTC.';

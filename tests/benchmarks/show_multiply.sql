-- Ten times the articles of a published snapshot, by copies of its rows under other ids: what a reader meets is the
-- same as if they had been loaded. Run statement by statement.
create temp table copy_no as select range as k from range(1, 10);

insert into derived.current_article by name
select article.* replace (
    md5(article_id || k)[:16] as article_id, md5(seed_id || k)[:16] as seed_id,
    md5(reconciliation_id || k)[:16] as reconciliation_id, md5(capture_id || k)[:16] as capture_id,
    md5(content_capture_id || k)[:16] as content_capture_id, published_at + to_hours(k::int) as published_at
)
from derived.current_article as article, copy_no;

insert into derived.version by name
select version.* replace (
    md5(article_id || k)[:16] as article_id, md5(seed_id || k)[:16] as seed_id,
    md5(capture_id || k)[:16] as capture_id, md5(page_id || k)[:16] as page_id
)
from derived.version as version, copy_no;

insert into raw.seed by name
select seed.* replace (md5(article_id || k)[:16] as article_id, md5(seed_id || k)[:16] as seed_id)
from raw.seed as seed, copy_no;

insert into raw.capture by name
select capture.* replace (md5(article_id || k)[:16] as article_id, md5(capture_id || k)[:16] as capture_id)
from raw.capture as capture, copy_no;

insert into core.observation by name
select look.* replace (md5(article_id || k)[:16] as article_id, md5(capture_id || k)[:16] as capture_id)
from core.observation as look, copy_no;

insert into core.page by name
select page.* replace (md5(page_id || k)[:16] as page_id) from core.page as page, copy_no;

insert into core.reconciliation by name
select found.* replace (
    md5(article_id || k)[:16] as article_id, md5(seed_id || k)[:16] as seed_id, md5(page_id || k)[:16] as page_id,
    md5(reconciliation_id || k)[:16] as reconciliation_id, md5(capture_id || k)[:16] as capture_id
)
from core.reconciliation as found, copy_no;

insert into core.sentence_change by name
select change.* replace (md5(reconciliation_id || k)[:16] as reconciliation_id)
from core.sentence_change as change, copy_no;

insert into core.fact_change by name
select fact.* replace (md5(reconciliation_id || k)[:16] as reconciliation_id) from core.fact_change as fact, copy_no;

drop table copy_no;

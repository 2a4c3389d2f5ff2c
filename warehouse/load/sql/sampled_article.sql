insert into core.sampled_article (
    article_id, stratum, existence, content, fact_kinds, checked_at, batch_id
)
select article_id, stratum, existence, content, fact_kinds, checked_at, batch_id
from read_parquet($files) as incoming
anti join core.sampled_article as held using (batch_id, article_id);

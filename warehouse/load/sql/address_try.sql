insert into core.address_try (
    rule_id, article_id, "address", capture_id, batch_id
)
select rule_id, article_id, "address", capture_id, batch_id
from read_parquet($files) as incoming
anti join core.address_try as held using (batch_id, rule_id, article_id, "address");

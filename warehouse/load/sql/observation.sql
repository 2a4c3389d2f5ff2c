insert into core.observation (
    capture_id, article_id, observed_at, existence, rule, evidence, current_url, rules_version, batch_id
)
select capture_id, article_id, observed_at, existence, rule, evidence, current_url, rules_version, batch_id
from read_parquet($files) as incoming
anti join core.observation as held using (capture_id, article_id, rules_version, existence, rule)
qualify row_number() over (partition by capture_id, article_id, rules_version, existence, rule order by batch_id) = 1;

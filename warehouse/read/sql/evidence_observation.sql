select
    observation.capture_id, observation.article_id, observation.observed_at,
    observation.existence::varchar as existence, observation.rule, observation.evidence, observation.current_url,
    observation.rules_version
from core.observation as observation
join ops.batch as batch using (batch_id)
where observation.article_id = $article_id
order by observation.observed_at, batch.load_no, observation.capture_id, observation.rule;

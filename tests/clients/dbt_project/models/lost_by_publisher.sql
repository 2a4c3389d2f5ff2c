select publisher, count(*) filter (existence in ('gone', 'archived_only')) as lost_count, count(*) as article_count
from {{ source('seedbank', 'article') }}
group by publisher

-- What is due, that first which a look decides for certain, then by how many waits have passed.
select article_id, reason, next_check_at, turn
from recheck_plan($confirm_after)
where next_check_at <= $now
order by turn, epoch($now - checked_at) / greatest(wait_seconds, 1) desc, next_check_at, article_id
limit $most;

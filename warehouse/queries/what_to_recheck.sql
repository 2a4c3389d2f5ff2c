-- Which pages are due for another look, and why?
select recheck.publisher, recheck.reason, count(*) as due_count, min(recheck.next_check_at) as due_since
from marts.recheck as recheck
where recheck.next_check_at <= now()
group by recheck.publisher, recheck.reason
order by due_count desc, recheck.publisher, recheck.reason;

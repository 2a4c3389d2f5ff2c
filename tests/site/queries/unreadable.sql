-- Articles whose page gave nothing to compare with, and the evidence.
select existence::varchar as existence, title, coalesce(existence_evidence, '') as evidence
from marts.article
where existence not in ('live', 'moved')
order by existence, title

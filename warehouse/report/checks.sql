-- What did the quality checks find before the last publish?
select
    replace(check_name, '_', ' ') as check,
    case
        when offending_count = 0 then 'passed'
        when severity = 'warning' then 'found something; reported only'
        when severity = 'error' then 'failed; the articles are set aside'
        else 'failed; nothing was published'
    end as result,
    offending_count as rows_found,
    checked_at
from ops.check_result
where publish_no = (select max(publish_no) from ops.publish)
order by offending_count = 0, check_name;

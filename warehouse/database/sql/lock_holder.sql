-- PostgreSQL: who holds the lake's advisory lock, and since when it is connected.
select holder.application_name, holder.backend_start
from pg_locks as held
join pg_stat_activity as holder using (pid)
where held.locktype = 'advisory' and held.granted and held.classid = %s and held.objid = %s
    and held.database = (select oid from pg_database where datname = current_database());

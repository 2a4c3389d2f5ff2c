insert into ops.source (source_path, signature, source_bytes, recorded_at)
select source_path, signature, source_bytes, $now
from (
    select
        unnest($paths::varchar[]) as source_path,
        unnest($signatures::varchar[]) as signature,
        unnest($sizes::bigint[]) as source_bytes
)
where signature not in (select signature from ops.source);

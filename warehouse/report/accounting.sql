-- Is every seed accounted for? Of the whole collection: read = loaded + duplicates + rejected.
select
    sum(seeds_read)::bigint as seeds_read, sum(seeds_loaded)::bigint as seeds_loaded,
    sum(seeds_duplicate)::bigint as seeds_duplicate, sum(seeds_rejected)::bigint as seeds_rejected
from ops.batch;

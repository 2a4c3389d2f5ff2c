select count(*)
from ops.rejection
where is_seed and split_part(source_path, '::', 1) in (select unnest($source_paths::varchar[]));

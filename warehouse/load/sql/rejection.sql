insert into ops.rejection (stage, reason, source_path, line, target_uri, detail, is_seed, batch_id)
select stage, reason, source_path, line, target_uri, detail, is_seed, batch_id
from read_parquet($files);

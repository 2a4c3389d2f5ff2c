select filename
from read_parquet($files, filename = true)
order by written_at, batch_id;

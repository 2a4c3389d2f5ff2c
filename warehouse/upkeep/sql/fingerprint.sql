select count(*), sum(hash(shown)::hugeint), bit_xor(hash(shown))
from marts.mart_name as shown;

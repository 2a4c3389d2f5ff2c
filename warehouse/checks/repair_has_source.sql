-- severity: error
-- A sentence that is not from the seed rests on a capture; one that is has its place in the seed.
select reconciliation_id, sentence.sentence_no, sentence.source
from core.sentence as sentence
join core.reconciliation as found using (reconciliation_id)
where (sentence.source <> 'seed' and found.capture_id is null)
    or (sentence.source = 'seed' and sentence.seed_start is null);

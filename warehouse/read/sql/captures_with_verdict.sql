-- Captures whose page was held against its seed: their reading counts, however the parser reads them today.
select distinct capture_id from core.reconciliation where capture_id is not null;

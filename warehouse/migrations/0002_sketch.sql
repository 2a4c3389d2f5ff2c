create table core.sketch (
    reconciliation_id varchar not null,
    sketch_version varchar not null,
    band_keys ubigint[] not null
);

comment on table core.sketch is 'Keys of one clean text, by which near-identical texts are found.';
comment on column core.sketch.reconciliation_id is 'Reconciliation that wrote the text.';
comment on column core.sketch.sketch_version is 'Version of shingles and MinHash; keys compare within one.';
comment on column core.sketch.band_keys is 'One key for each of 14 bands of 5 MinHash values; near-identical texts share one. Empty where the text has less than 20 shingles.';

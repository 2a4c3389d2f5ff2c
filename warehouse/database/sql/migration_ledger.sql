create schema if not exists ops;
create table if not exists ops.migration (
    version integer not null,
    name varchar not null,
    checksum varchar not null,
    applied_at timestamptz not null
);

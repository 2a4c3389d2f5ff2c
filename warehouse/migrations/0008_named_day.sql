create table core.named_day (
    reconciliation_id varchar not null,
    named_day_no integer not null,
    "year" integer,
    "month" integer not null,
    "day" integer not null
);

comment on table core.named_day is 'A day that the text of an article names which nothing dates: what marts.clock is learned from.';
comment on column core.named_day.reconciliation_id is 'Reconciliation that read the text.';
comment on column core.named_day.named_day_no is 'From 1 in each reconciliation, in reading order.';
comment on column core.named_day.year is 'Its year; NULL where the text leaves it out.';
comment on column core.named_day.month is 'Its month, from 1.';
comment on column core.named_day.day is 'Its day of the month, from 1.';

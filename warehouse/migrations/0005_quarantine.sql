create table ops.quarantine (
    article_id varchar not null,
    check_name varchar not null,
    detail varchar not null,
    publish_no bigint not null,
    set_aside_at timestamptz not null
);

comment on table ops.quarantine is 'Articles that the newest publish set aside, because a row of theirs fails a check: they are in raw and core, but in no mart. Each publish looks at them again.';
comment on column ops.quarantine.article_id is 'Article that is set aside.';
comment on column ops.quarantine.check_name is 'Check that found it: a file of warehouse/checks.';
comment on column ops.quarantine.detail is 'The row that fails, as the check gives it.';
comment on column ops.quarantine.publish_no is 'Publish that set it aside.';
comment on column ops.quarantine.set_aside_at is 'When that was, UTC.';

create table core.layout_lesson (
    lesson_id varchar not null,
    publisher varchar not null,
    layouts_version varchar,
    learner_version varchar not null,
    stored_count bigint not null,
    read_count bigint not null,
    unreadable_count bigint not null,
    batch_id varchar not null
);

comment on table core.layout_lesson is 'A time that the layouts of a publisher were learned from its stored pages and their seeds; the newest one counts.';
comment on column core.layout_lesson.lesson_id is 'Hash of the pages and seeds that were learned from, and of the learner''s version.';
comment on column core.layout_lesson.publisher is 'Publisher of the seeds.';
comment on column core.layout_lesson.layouts_version is 'Hash of what was learned, as far as it decides how a page is read; it ends the parser_version of pages that were read with it. NULL where nothing was learned.';
comment on column core.layout_lesson.learner_version is 'Version of the rules by which layouts are learned.';
comment on column core.layout_lesson.stored_count is 'Articles that had a stored page.';
comment on column core.layout_lesson.read_count is 'Of these, the pages that were learned from.';
comment on column core.layout_lesson.unreadable_count is 'Pages that were to be learned from and could not be read.';
comment on column core.layout_lesson.batch_id is 'Batch that loaded it.';

create table core.layout (
    lesson_id varchar not null,
    layout_no integer not null,
    "name" varchar not null,
    fingerprint varchar[] not null,
    title_affixes varchar[] not null,
    seed_count bigint not null,
    selectors struct("role" varchar, "selector" varchar, support bigint, contradicting bigint)[] not null,
    batch_id varchar not null
);

comment on table core.layout is 'A learned layout of a publisher; marts.layout shows it.';
comment on column core.layout.lesson_id is 'Lesson that taught it.';
comment on column core.layout.layout_no is 'From 1, in the order in which they are tried on a page: the commonest first.';
comment on column core.layout.name is 'Its name; pages that it read have publisher and name in core.page.layout.';
comment on column core.layout.fingerprint is 'CSS selectors: a page has this layout when one of them finds something.';
comment on column core.layout.title_affixes is 'What stands before or behind the headline in its element.';
comment on column core.layout.seed_count is 'Pages of this layout whose seeds taught it.';
comment on column core.layout.selectors is 'CSS selectors by role, the best first, each with the pages for it and those against it.';
comment on column core.layout.batch_id is 'Batch that loaded it.';

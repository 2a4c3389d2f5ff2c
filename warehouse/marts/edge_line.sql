-- kind: table
-- needs: current_article
create table derived.edge_line (
    article_id varchar not null,
    place varchar not null,
    line_key ubigint not null,
    neighbour_key ubigint not null,
    is_unfinished boolean not null
);

comment on table derived.edge_line is 'The first sentence of an article''s text and its last two: where lines that are no prose stand. Built by publish.';
comment on column derived.edge_line.place is 'first, last, last_but_one.';
comment on column derived.edge_line.line_key is 'Hash of the sentence.';
comment on column derived.edge_line.neighbour_key is 'Hash of the sentence beside it, inwards.';
comment on column derived.edge_line.is_unfinished is 'Whether it ends without a full stop, as links, labels and names do.';

-- refresh
delete from derived.edge_line where article_id in (select article_id from touched);

-- Where their texts stand first: looked for by id, DuckDB reads the texts of all articles.
create or replace temp table edged as
select rowid as place
from core.reconciliation
where reconciliation_id in (
    select reconciliation_id
    from derived.current_article
    where article_id in (select article_id from touched) and sentence_count > 3
);

insert into derived.edge_line (article_id, place, line_key, neighbour_key, is_unfinished)
with ends as (
    select
        article_id,
        [sentences[1]."text", sentences[-1]."text", sentences[-2]."text"] as lines,
        [sentences[2]."text", sentences[-2]."text", sentences[-3]."text"] as neighbours
    from core.reconciliation
    where rowid in (select place from edged)
),
line as (
    select
        article_id,
        unnest(['first', 'last', 'last_but_one']) as place,
        unnest(lines) as line,
        unnest(neighbours) as neighbour
    from ends
)
select
    article_id,
    place,
    hash(line) as line_key,
    hash(neighbour) as neighbour_key,
    not regexp_matches(line, '[.!?…。！？][\p{Pe}\p{Pf}"]*$') as is_unfinished
from line
where length(line) <= 200;

drop table edged;

create or replace temp macro guard(cell) as if(regexp_matches(cell, $guarded, 's'), '''' || cell, cell);
create or replace temp macro iso_utc(moment) as strftime(make_timestamp(epoch_us(moment)), '%Y-%m-%dT%H:%M:%S.%fZ');

select count(*) from marts.article where length(text) > $most or length(lead) > $most;

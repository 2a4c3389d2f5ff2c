copy (select * from marts.article order by publisher, article_id) to $target (format json);

-- A cell that starts with = + - @ or a tab would be run by a spreadsheet: it gets an apostrophe, and so does one that
-- starts with an apostrophe. To read the file back, take one apostrophe off where there is one.
copy (
    select * replace (
        regexp_replace("url", '^([-=+@\t\r\n''])', '''\1') as "url",
        regexp_replace("current_url", '^([-=+@\t\r\n''])', '''\1') as "current_url",
        regexp_replace("publisher", '^([-=+@\t\r\n''])', '''\1') as "publisher",
        regexp_replace("title", '^([-=+@\t\r\n''])', '''\1') as "title",
        regexp_replace("text", '^([-=+@\t\r\n''])', '''\1') as "text",
        regexp_replace("lead", '^([-=+@\t\r\n''])', '''\1') as "lead",
        regexp_replace("section", '^([-=+@\t\r\n''])', '''\1') as "section",
        regexp_replace("language", '^([-=+@\t\r\n''])', '''\1') as "language",
        regexp_replace("existence_rule", '^([-=+@\t\r\n''])', '''\1') as "existence_rule",
        regexp_replace("existence_evidence", '^([-=+@\t\r\n''])', '''\1') as "existence_evidence",
        regexp_replace("content_rule", '^([-=+@\t\r\n''])', '''\1') as "content_rule",
        regexp_replace("seed_path", '^([-=+@\t\r\n''])', '''\1') as "seed_path",
        regexp_replace("article_key", '^([-=+@\t\r\n''])', '''\1') as "article_key",
        regexp_replace("article_number", '^([-=+@\t\r\n''])', '''\1') as "article_number",
        authors::json::varchar as authors,
        tags::json::varchar as tags,
        issues::json::varchar as issues
    )
    from marts.article
    order by publisher, article_id
) to $target (format csv, header, quote '"', escape '"');

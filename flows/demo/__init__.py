"""The whole line with refetching against a site on loopback, and the report that holds it against what the site knows."""

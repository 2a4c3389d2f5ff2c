"""The whole line with refetching against a site on loopback, and a report of it beside what the site knows."""

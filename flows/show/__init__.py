"""What people look at: one article as a page, the report on a corpus, and the corpus to browse.

The HTML is in templates/, the SQL in the warehouse. Nothing here decides anything: it shows what was published.
"""

"""Title, time, people, section and tags: candidates from the page's head, JSON-LD and text, and the choice among them."""

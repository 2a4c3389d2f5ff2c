"""Title, time, people, section, tags: candidates from the page's head, JSON-LD and text, and the choice."""

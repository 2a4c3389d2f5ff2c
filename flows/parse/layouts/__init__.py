"""Pages read by a publisher's own selectors: which layout a page has, and what its selectors find."""

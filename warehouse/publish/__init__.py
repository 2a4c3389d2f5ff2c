"""Facts to a snapshot: checks, marts, a copy for readers that replaces the last one, figures for a monitor."""

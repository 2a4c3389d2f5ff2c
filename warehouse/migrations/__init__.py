"""The schema of the facts, one SQL file a step."""

"""Pure functions on text and addresses, shared by every stage."""

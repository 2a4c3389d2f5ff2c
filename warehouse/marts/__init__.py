"""The tables that users query, one SQL file each; `build` makes those whose articles changed."""

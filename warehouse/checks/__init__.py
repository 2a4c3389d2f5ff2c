"""Checks before a publish, one SQL file each: a row is an offence; `run` runs them."""

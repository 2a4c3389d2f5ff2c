"""Batch files are written, and loaded into facts in one transaction with their row in `ops.batch`."""

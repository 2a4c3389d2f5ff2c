"""A run: the warehouse it writes, its workers, progress, log, interrupts, and what Prefect shows of it.

Settings in, an open run out; finished batches in, a published snapshot out.
"""

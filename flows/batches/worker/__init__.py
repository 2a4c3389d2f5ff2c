"""The line as a worker process runs it: records in, records or a batch on disk out. No network, no warehouse.

Seeds and pages lie apart, because a run that asks for no page is spared the import of the parser, in every process.
"""

"""One batch of the line: what a task does with some hundreds of seeds, pages or stored pages.

Records or files in, folders of batch files out. `worker` is what runs in a worker process.
"""

"""Files that hold pages: one module a container; flows.fetch.sources.containers.kinds says which one a file is."""

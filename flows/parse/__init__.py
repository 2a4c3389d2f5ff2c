"""From a payload to a `ParsedPage`, and the sandbox in which that runs."""

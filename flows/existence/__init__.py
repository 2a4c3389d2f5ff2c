"""From a server's answer to the verdict on an article: outcomes, the wordings of pages that are none, existence.

Captures and parsed pages in, `Observation` out, each with the rule that decided. Pure.
"""

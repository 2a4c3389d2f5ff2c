"""Manners: robots.txt, the pause between two requests to a host, what a host asked us to wait."""

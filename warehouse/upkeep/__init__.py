"""Keeping a home small and sound: drop what nothing needs, rebuild, check in full."""

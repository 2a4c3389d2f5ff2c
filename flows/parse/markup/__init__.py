"""Bytes to a tree of elements: charset, sizes that are refused, what each tag means, visible text."""

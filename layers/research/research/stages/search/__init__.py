"""Searching: every query at every provider, and one fused list of hits."""

"""Searching: every query at every provider (`search`), and one fused list of hits.

Beside it, `merge` makes one outcome of several, and `require_answers` raises where all failed.
"""

"""Adapters of `WebSearch` on collections of papers, and on Wikipedia; none of them needs a key."""

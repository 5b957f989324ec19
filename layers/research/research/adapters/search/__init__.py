"""Adapters of `WebSearch`: search engines, named sources, sources of earlier jobs."""

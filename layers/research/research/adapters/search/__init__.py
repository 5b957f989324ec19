"""Adapters of `WebSearch`: search engines, folders, lists of addresses."""

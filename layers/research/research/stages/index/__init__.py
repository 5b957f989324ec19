"""Indexing: passages cut, turned into vectors and stored."""

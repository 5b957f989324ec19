"""Adapters of `Embedder`."""

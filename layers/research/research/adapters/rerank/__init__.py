"""Judges of how well texts answer a query: what `ports.Reranker` asks for."""

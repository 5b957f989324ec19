"""Selecting: which sources are about the query, and which passages may answer a question."""

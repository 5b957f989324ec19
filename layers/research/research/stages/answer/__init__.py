"""Finds the sentences that answer a query, part by part, or that none does."""

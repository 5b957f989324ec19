"""Adapters of `JobStore`: Redis, the report store, both together."""

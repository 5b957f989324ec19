"""Adapters of `Cache`: memory, Redis, both together."""

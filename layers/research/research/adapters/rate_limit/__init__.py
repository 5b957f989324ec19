"""Adapters of `RateLimiter`: memory, Redis, both together."""

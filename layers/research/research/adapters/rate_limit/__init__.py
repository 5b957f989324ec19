"""Adapters of `RateLimiter`: this process, and Redis with this process behind it."""

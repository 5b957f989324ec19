"""Keeps results for a limited time, so that the same work is not paid for twice.

`CacheManager` keeps values of any type that typed JSON supports; the decorators `cache_result` and
`cache_sync_result` keep what functions return. They are stored in a `ports.Cache`.
"""

from research.cache.decorators import bind_cache, cache_result, cache_sync_result, use_cache
from research.cache.keys import key_of
from research.cache.manager import CacheManager

__all__ = ["CacheManager", "bind_cache", "cache_result", "cache_sync_result", "key_of", "use_cache"]

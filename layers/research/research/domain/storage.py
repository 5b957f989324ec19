"""What the report store, the rate limiter and the cache answer."""

from research.domain.value import Value


class StoredFile(Value):
    """A file of the report store."""

    body: bytes
    tag: str
    """Changes whenever the file is replaced."""


class Allowance(Value):
    """What a rate limiter answers to one more call."""

    is_allowed: bool
    limit: int
    """Calls a minute."""
    remaining: int
    """Calls that would be allowed now."""
    reset_seconds: float
    """Until `limit` calls would be."""
    retry_after_seconds: float = 0.0
    """Until one would be; 0 where this one is."""


class CacheUsage(Value):
    """What a cache holds now, and where."""

    kind: str
    """`memory` or `redis`."""
    entries: int
    bytes: int | None = None
    """Values alone; None where counting them would cost too much."""
    errors: int = 0
    """Calls that failed, and so found or kept nothing in this store."""


class CacheStats(CacheUsage):
    """What came of a cache, in this process and since it was made."""

    hits: int
    misses: int
    shared: int
    """Callers who waited for a computation that another had begun."""
    damaged: int
    """Stored bytes that were no value of ours, each a miss too."""
    refused: int
    """Values that were too large to keep."""

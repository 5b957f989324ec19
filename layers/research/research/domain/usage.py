"""What was used: calls of models and their cost, the cache, the rate limit."""

from pydantic import Field

from research.domain.value import Value


class StoredFile(Value):
    """What a store holds under a name, and the tag that says whether it was replaced since."""

    body: bytes
    tag: str


class Allowance(Value):
    """What a rate limiter says to one more call."""

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


class Usage(Value):
    """What one or several calls took."""

    calls: int = Field(default=0, ge=0)
    cached_calls: int = Field(default=0, ge=0)
    prompt_tokens: int = Field(default=0, ge=0)
    answer_tokens: int = Field(default=0, ge=0)
    usd: float | None = 0.0
    """None when the price of a model is not known."""

    def __add__(self, other: "Usage") -> "Usage":
        """Both together; a price that is not known makes the sum unknown."""
        known = self.usd is not None and other.usd is not None
        return Usage(
            calls=self.calls + other.calls,
            cached_calls=self.cached_calls + other.cached_calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            answer_tokens=self.answer_tokens + other.answer_tokens,
            usd=(self.usd or 0.0) + (other.usd or 0.0) if known else None,
        )


class Cost(Value):
    """What a report cost in model calls."""

    total: Usage
    by_purpose: dict[str, Usage]

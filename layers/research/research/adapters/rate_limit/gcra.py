"""The generic cell rate algorithm: a token bucket that is one number a caller.

https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm, in its virtual scheduling form. The
number is the time at which the caller's bucket will be full again.
"""

from dataclasses import dataclass
from math import floor

from research.domain.usage import Allowance

WINDOW_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Bucket:
    """Whether a call was let in, and how long the bucket then needs to be full again."""

    is_allowed: bool
    seconds_to_full: float


def take(seconds_to_full: float, limit: int) -> Bucket:
    """One more call to a bucket of `limit`, filled evenly in `WINDOW_SECONDS`."""
    cost = WINDOW_SECONDS / limit
    after = max(0.0, seconds_to_full) + cost
    # The sum of many costs is not quite their product.
    if after > WINDOW_SECONDS + cost / 1000:
        return Bucket(is_allowed=False, seconds_to_full=seconds_to_full)
    return Bucket(is_allowed=True, seconds_to_full=after)


def allowance(bucket: Bucket, limit: int) -> Allowance:
    """What to tell the caller."""
    cost = WINDOW_SECONDS / limit
    left = WINDOW_SECONDS - bucket.seconds_to_full
    return Allowance(
        is_allowed=bucket.is_allowed,
        limit=limit,
        remaining=max(0, floor(left / cost + 0.001)),
        reset_seconds=max(0.0, bucket.seconds_to_full),
        retry_after_seconds=0.0 if bucket.is_allowed else max(0.0, cost - left),
    )

"""How often a provider may be asked: searches take turns, and wait when the provider says so."""

import asyncio
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from math import ceil
from time import monotonic

from research.domain.errors import SearchRateLimitedError

MAX_PAUSE_SECONDS = 3_600.0
"""However long a provider asks us to wait, after an hour it is asked again."""
MAX_WAIT_SECONDS = 86_400
"""A longer one is no number of seconds, but the time of day at which a limit ends."""
SECONDS_TO_ANSWER = 3.0
"""What a search that waits for its turn must have left when it is sent."""
_DIGITS = re.compile(r"[0-9]{1,9}")


class Pace:
    """The turns of the searches at one provider, `interval_seconds` apart.

    One is shared by all runs of a process: what a provider limits is an address, or a key.
    """

    def __init__(
        self, interval_seconds: float, *, seconds_now: Callable[[], float] = monotonic
    ) -> None:
        self._interval_seconds = interval_seconds
        self._now = seconds_now
        self._next_turn = seconds_now()
        self._paused_until = self._next_turn

    async def wait(self, timeout_seconds: float) -> None:
        """Wait for a turn.

        Raises `SearchRateLimitedError` at once where it would leave too little of
        `timeout_seconds` for an answer, or the provider asked us to wait that long.
        """
        now = self._now()
        turn = max(now, self._next_turn, self._paused_until)
        longest = max(timeout_seconds - SECONDS_TO_ANSWER, timeout_seconds / 2)
        if turn - now > longest:
            seconds = ceil(turn - now)
            raise SearchRateLimitedError(f"asked too often: its turn comes in {seconds} s", seconds)
        self._next_turn = turn + self._interval_seconds
        await asyncio.sleep(turn - now)

    def pause(self, seconds: float) -> None:
        """Let nothing be sent for `seconds`, an hour at most, as the provider asked."""
        until = self._now() + min(seconds, MAX_PAUSE_SECONDS)
        self._paused_until = max(self._paused_until, until)


@cache
def pace_of(provider: str, interval_seconds: float) -> Pace:
    """The pace at `provider`, of all its searches in this process."""
    del provider  # tells the paces of two providers apart
    return Pace(interval_seconds)


def retry_after_seconds(headers: Mapping[str, str]) -> int | None:
    """How long to wait, by ``Retry-After``, or by a rate limit's reset given in seconds."""
    written = headers.get("retry-after", "").strip()
    if not written:
        written = headers.get("x-ratelimit-reset", "").partition(",")[0].strip()
    if _DIGITS.fullmatch(written):
        return seconds if (seconds := int(written)) <= MAX_WAIT_SECONDS else None
    with suppress(ValueError):
        until = parsedate_to_datetime(written)
        aware = until if until.tzinfo else until.replace(tzinfo=UTC)
        return min(max(0, round((aware - datetime.now(UTC)).total_seconds())), MAX_WAIT_SECONDS)
    return None

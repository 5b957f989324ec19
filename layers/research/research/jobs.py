"""Names for jobs."""

from datetime import datetime
from secrets import token_hex

RANDOM_BYTES = 8
"""64 bits: whoever has a report's address may read it, so it can't be guessed."""


def new_job_id(now: datetime) -> str:
    """A name that no other job has, in order of time: ``20261125-081500-3f9c0de1a2b4c5d6``."""
    return f"{now:%Y%m%d-%H%M%S}-{token_hex(RANDOM_BYTES)}"

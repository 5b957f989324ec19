"""What a parent and its child write to each other: frames of bounded length, JSON and bytes.

Never pickle: a child reads what strangers wrote, so what comes back may be theirs.
"""

from dataclasses import dataclass
from enum import IntEnum
from struct import Struct

REQUEST = Struct(">II")
"""Before a request: how many bytes its fields (JSON) have, and how many its body."""
REPLY = Struct(">B?I")
"""Before a reply: its `Outcome`, whether the child is spent, and how many bytes follow."""
MAX_REPLY_BYTES = 8_000_000
"""A document has at most a million characters of text, of up to four bytes, and its links."""
GRACE_SECONDS = 1.0
"""How much longer than its parent allows a child may live: it ends by itself if that is gone."""


class Outcome(IntEnum):
    """How a task ended, and what the bytes after it are."""

    DONE = 0
    """Its result, as JSON."""
    REFUSED = 1
    """An error of ours, as JSON: its code and its message."""
    OUT_OF_MEMORY = 2
    TOO_LONG = 3
    """The result has more than `MAX_REPLY_BYTES`."""
    FAULT = 4
    """A bug: the kind of the exception and its place in our code. The child ends."""


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one task may take."""

    seconds: float
    memory_bytes: int
    """Of address space, all that the child needs by itself included: 100 MB."""


class ChildError(Exception):
    """A child did not do its task; the message says why."""


class ChildLimitError(ChildError):
    """The task took more than its limits allow."""


class ChildRefusedError(ChildError):
    """The task was done, and ended in an error of ours, named by its code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

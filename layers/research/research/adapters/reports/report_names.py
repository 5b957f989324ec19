"""Names that are safe in any report store."""

import re

from research.domain.errors import StoreError

MAX_NAME_CHARACTERS = 200
"""A file name may have 255 bytes on the usual file systems; the rest is for the temporary name."""
_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*")


def checked_name(name: str) -> str:
    """`name`, or `StoreError`.

    The parts of a name, separated by ``/``, are ASCII letters, digits, dots, dashes and
    underscores, and start with a letter or digit: nothing that leads out of a folder, hides in
    it, or must be escaped in an address.
    """
    if len(name) > MAX_NAME_CHARACTERS or not _NAME.fullmatch(name):
        raise StoreError(f"not a name for a report's file: {name[:80]!r}")
    return name

"""Stands behind `ports.ReportStore`: a dictionary."""

import re

from research.errors import StoreError

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)*", re.ASCII)


class FakeReportStore:
    """Keeps bodies and content types by name."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}

    async def put(self, name: str, body: bytes, content_type: str) -> str:
        """Keep the file; its ``memory:`` address. Raises `StoreError` for a name of odd form."""
        if len(name) > 200 or not _NAME.fullmatch(name):
            raise StoreError(f"not a name: {name!r}")
        self.files[name] = body, content_type
        return f"memory:{name}"

    def body(self, name: str) -> bytes:
        """What was last stored under `name`."""
        return self.files[name][0]

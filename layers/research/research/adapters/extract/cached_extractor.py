"""An extractor that keeps each document it made, for pages that are read twice in a run."""

import asyncio
from hashlib import sha256

from research.domain.errors import ExtractError
from research.domain.source import Document, Page
from research.ports import Extractor


class CachedExtractor:
    """`ports.Extractor` that asks another once for each page, and repeats its errors too.

    A local file is extracted to be searched and again to be read. It is made for one run, and
    keeps all its documents in memory.
    """

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._results: dict[tuple[str, str, str], Document | ExtractError] = {}

    async def extract(self, page: Page) -> Document:
        """The document in `page`. Raises `ExtractError`."""
        digest = await asyncio.to_thread(sha256, page.body)
        key = (page.final_url, page.content_type, digest.hexdigest())
        if key not in self._results:
            self._results[key] = await self._attempt(page)
        result = self._results[key]
        if isinstance(result, ExtractError):
            raise result.with_traceback(None)
        return result

    async def _attempt(self, page: Page) -> Document | ExtractError:
        try:
            return await self._extractor.extract(page)
        except ExtractError as error:
            return error

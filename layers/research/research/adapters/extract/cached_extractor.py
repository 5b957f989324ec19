"""Remembers what was extracted, for pages that are met more than once in a run."""

from hashlib import sha256

from research.domain.errors import ExtractError
from research.domain.source import Document, Page
from research.ports import Extractor


class CachedExtractor:
    """`ports.Extractor` before another: each page is extracted once, errors included.

    Files are: once to be searched, once to be read. Made for one run, whose texts it keeps.
    """

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._known: dict[tuple[str, str, str], Document | ExtractError] = {}

    def extract(self, page: Page) -> Document:
        """The document in `page`. Raises `ExtractError`."""
        key = (page.final_url, page.content_type, sha256(page.body).hexdigest())
        if key not in self._known:
            self._known[key] = self._attempt(page)
        known = self._known[key]
        if isinstance(known, ExtractError):
            raise known.with_traceback(None)
        return known

    def _attempt(self, page: Page) -> Document | ExtractError:
        try:
            return self._extractor.extract(page)
        except ExtractError as error:
            return error

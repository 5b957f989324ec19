"""Searches the files that the user named: all are read once, then ranked for each query."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from research.adapters.fetch.local_files import FoundFiles, reasons
from research.domain.errors import ExtractError, FetchError, SourceUnusableError
from research.domain.source import Document, Failure, SearchHit
from research.ports import Extractor, Fetcher
from research.text.bm25 import bm25_scores
from research.text.cleaning import clean_line
from research.text.terms import terms

MAX_SNIPPET_CHARACTERS = 240


@dataclass(frozen=True, slots=True)
class _Read:
    """A file's document, with its terms."""

    url: str
    document: Document
    terms: Sequence[str]


class FolderSearch:
    """`ports.WebSearch` over local files, by BM25. Reads them at the first search."""

    name = "files"

    def __init__(self, found: FoundFiles, *, fetcher: Fetcher, extractor: Extractor) -> None:
        """Sharing one `CachedExtractor` with the reading stage saves extracting each file twice."""
        self._found = found
        self._fetcher = fetcher
        self._extractor = extractor
        self._read: tuple[_Read, ...] = ()
        self._failures: tuple[Failure, ...] = found.failures
        self._reading = asyncio.Lock()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The files that could not be read, one each. Complete after the first search."""
        return self._failures

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most `limit` files, best first.

        Files without a word of `query` are left out, unless none has one: then all are found, in
        their own order, for a small collection may say it in other words. Raises
        `SourceUnusableError` when no file can be read.
        """
        async with self._reading:
            if not self._read:
                await self._read_all()
        return await asyncio.to_thread(self._ranked, query, limit)

    async def _read_all(self) -> None:
        read: list[_Read] = []
        failures: list[Failure] = []
        for path in self._found.files:
            url = path.as_uri()
            try:
                page = await self._fetcher.fetch(url)
                document = await asyncio.to_thread(self._extractor.extract, page)
            except (FetchError, ExtractError) as error:
                failures.append(Failure(subject=url, code=error.code, message=str(error)))
            else:
                found = terms(f"{document.title}\n{document.text}")
                read.append(_Read(url, document, found))
        self._failures = (*self._found.failures, *failures)
        if not read:
            raise SourceUnusableError(f"no file could be read: {reasons(self._failures)}")
        self._read = tuple(read)

    def _ranked(self, query: str, limit: int) -> list[SearchHit]:
        scores = bm25_scores(terms(query), [file.terms for file in self._read])
        least = 0.0 if any(score > 0 for score in scores) else -1.0
        scored = [(s, f) for s, f in zip(scores, self._read, strict=True) if s > least]
        best_first = sorted(scored, key=lambda pair: -pair[0])
        return [
            SearchHit(
                url=file.url,
                title=file.document.title,
                snippet=clean_line(file.document.text, MAX_SNIPPET_CHARACTERS),
                published=file.document.published,
                provider=self.name,
                rank=rank,
            )
            for rank, (_, file) in enumerate(best_first[:limit], start=1)
        ]

"""Searches within the sources that the user named, in place of a search of the web.

Addresses are all found by every query; files are read once and ranked for each query.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from research.adapters.fetch.local_files import reasons
from research.domain.errors import ExtractError, FetchError, SourceUnusableError
from research.domain.source import Document, Failure, SearchHit
from research.ports import Extractor, Fetcher
from research.text.bm25 import bm25_scores
from research.text.cleaning import clean_line
from research.text.terms import terms

MAX_SNIPPET_CHARACTERS = 240


@dataclass(frozen=True, slots=True)
class _IndexedFile:
    """A file's document and the terms it is ranked by."""

    url: str
    document: Document
    terms: Sequence[str]


class AddressListSearch:
    """`ports.WebSearch` that finds the same addresses for every query, in the order given.

    It doesn't judge them: the fetcher refuses what may not be read, and the run reports that.
    """

    name = "addresses"
    takes_plain_queries = True

    def __init__(self, urls: Sequence[str]) -> None:
        """Raises `SourceUnusableError` for an address with unprintable characters."""
        for url in urls:
            if not url.isprintable():
                raise SourceUnusableError(f"not an address: {ascii(url)[:80]}")
        self._urls = tuple(dict.fromkeys(urls))

    async def search(self, query: str, limit: int) -> list[SearchHit]:  # noqa: ARG002 (the port asks)
        """The first `limit` addresses. Never raises."""
        return [
            SearchHit(url=url, provider=self.name, rank=rank)
            for rank, url in enumerate(self._urls[:limit], start=1)
        ]


class NamedFiles(Protocol):
    """Files to read, by their addresses, and a failure for each that was left out."""

    @property
    def urls(self) -> Sequence[str]:
        """The addresses, each once."""

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What was left out, and why."""


class FolderSearch:
    """`ports.WebSearch` over the user's files, ranked by BM25. Reads them at the first search."""

    name = "files"
    takes_plain_queries = True

    def __init__(self, found: NamedFiles, *, fetcher: Fetcher, extractor: Extractor) -> None:
        """Sharing one `CachedExtractor` with the reading stage saves extracting each file twice."""
        self._found = found
        self._fetcher = fetcher
        self._extractor = extractor
        self._read: tuple[_IndexedFile, ...] = ()
        self._reading = asyncio.Lock()
        self.failures: tuple[Failure, ...] = found.failures
        """One failure a file that could not be read. Complete after the first search."""

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most `limit` files, best first.

        Those that share no term with `query` come last, in their own order: what was named is
        read, and may use other words. Of more files than `limit` only those that share one are
        returned, unless none does. Raises `SourceUnusableError` when no file can be read.
        """
        async with self._reading:
            if not self._read:
                await self._read_all()
        return await asyncio.to_thread(self._ranked, query, limit)

    async def _read_all(self) -> None:
        read: list[_IndexedFile] = []
        failures: list[Failure] = []
        for url in self._found.urls:
            try:
                page = await self._fetcher.fetch(url)
                document = await self._extractor.extract(page)
            except (FetchError, ExtractError) as error:
                failures.append(Failure(subject=url, code=error.code, message=str(error)))
            else:
                said = f"{document.title}\n{document.text}"
                found = await asyncio.to_thread(terms, said)
                read.append(_IndexedFile(url, document, found))
        self.failures = (*self._found.failures, *failures)
        if not read:
            raise SourceUnusableError(f"no file could be read: {reasons(self.failures)}")
        self._read = tuple(read)

    def _ranked(self, query: str, limit: int) -> list[SearchHit]:
        scores = bm25_scores(terms(query), [file.terms for file in self._read])
        is_cut = len(self._read) > limit and any(score > 0 for score in scores)
        least = 0.0 if is_cut else -1.0
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

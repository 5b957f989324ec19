"""Reads pages concurrently: replaces those that fail or are slow, and stops once enough is read."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from math import ceil
from statistics import median
from urllib.parse import unquote, urlsplit

from research.domain.errors import (
    ExtractError,
    FetchError,
    FetchTimeoutError,
    NoTextError,
    PageNeedsScriptError,
    PageOverLimitsError,
)
from research.domain.progress import ReadSource, Stage, Step
from research.domain.source import UPLOADED, Document, Failure, Page, SearchHit, Source
from research.ports import Extractor, Fetcher, Progress, Renderer
from research.stages.read.scripted_pages import may_be_scripted, without_text
from research.text.agreement.near_duplicates import is_near_duplicate, shingles

ENOUGH = 0.75
"""The share of the pages wanted after which the others are only waited for a little longer."""
PATIENCE = 3.0
"""A fetch this many times as long as the median one gives way to the next page that waits."""
MAX_EXTRACTIONS = 2
_TICK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much is read, and how long it may take. Counts of pages; seconds."""

    max_sources: int
    concurrency: int
    concurrency_per_host: int
    deadline_seconds: float
    """When reading ends, whatever is under way."""
    straggler_seconds: float
    """How long the last pages are waited for once enough is read. A fetch has at least so long."""


@dataclass(frozen=True, slots=True)
class _Marks:
    """What tells a page from others; it takes up to a second for a long one, so off the loop."""

    sha256: str = ""
    raw_sha256: str = ""
    shingles: frozenset[int] = frozenset()

    @classmethod
    def of(cls, page: Page, document: Document) -> "_Marks":
        return cls(
            sha256(document.text.encode()).hexdigest(),
            sha256(page.body).hexdigest(),
            shingles(document.text),
        )


@dataclass(slots=True, eq=False)
class _Attempt:
    """One hit on its way to a source."""

    number: int
    hit: SearchHit
    task: asyncio.Task[None] | None = None
    started: float | None = None
    """Loop time when its fetch began; None while it waits for its turn."""
    fetched: float | None = None
    is_rendered: bool = False
    """Its scripts run, or ran, in a browser, which takes a while and bounds itself."""
    page: Page | None = None
    document: Document | None = None
    in_short: ReadSource | None = None
    failure: Failure | None = None
    marks: _Marks = _Marks()

    @property
    def is_over(self) -> bool:
        return self.document is not None or self.failure is not None


class PageReading:
    """One run of the stage over a list of hits. All its waits are by the event loop's clock."""

    def __init__(
        self,
        hits: Sequence[SearchHit],
        fetcher: Fetcher,
        extractor: Extractor,
        limits: ReadLimits,
        progress: Progress,
        renderer: Renderer | None = None,
        known: Sequence[Source] = (),
    ) -> None:
        """`known` was read before, and is told of with what is read now."""
        self._fetcher, self._extractor, self._renderer = fetcher, extractor, renderer
        self._known = tuple(map(in_short, known))
        self._limits, self._progress = limits, progress
        self._ahead = iter([_Attempt(number, hit) for number, hit in enumerate(hits)])
        self._left = len(hits)
        self._wanted = min(limits.max_sources, len(hits))
        self._attempts: list[_Attempt] = []
        self._all = asyncio.Semaphore(limits.concurrency)
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(limits.concurrency_per_host)
        )
        self._extractions = asyncio.Semaphore(MAX_EXTRACTIONS)
        self._compared: dict[tuple[int, int], bool] = {}
        self._kept: list[_Attempt] = []
        self.repeats: list[_Attempt] = []

    async def run(self) -> None:
        """Read until enough is read, nothing is left, or the deadline."""
        now = asyncio.get_running_loop().time
        deadline = end = now() + self._limits.deadline_seconds
        is_ending = False
        self._start_more()
        while (running := self._running()) and len(self._kept) < self._wanted:
            if now() >= deadline or (now() >= end and not any(a.is_rendered for a in running)):
                break
            tasks = [attempt.task for attempt in running if attempt.task]
            timeout = max(0.0, min(_TICK_SECONDS, deadline - now()))
            done, _ = await asyncio.wait(
                tasks, timeout=timeout, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                task.result()  # a bug's exception, if there is one; pages' own are failures
            self._sort_out(running)
            if not is_ending and self._is_enough():
                is_ending = True
                end = min(end, now() + self._limits.straggler_seconds)
            self._drop_slow(now())
            self._start_more()

    async def close(self) -> None:
        """Cancel what is under way, wait for it, and note it as too slow."""
        for attempt in self._running():
            self._drop(attempt, "not read when the reading ended")
        tasks = [attempt.task for attempt in self._attempts if attempt.task]
        await asyncio.gather(*tasks, return_exceptions=True)

    def sources(self) -> tuple[Source, ...]:
        """What was read, numbered in the hits' order."""
        kept = self._kept[: self._wanted]
        return tuple(_source(number, attempt) for number, attempt in enumerate(kept, start=1))

    def failures(self) -> tuple[Failure, ...]:
        """What failed, in the hits' order."""
        return tuple(attempt.failure for attempt in self._attempts if attempt.failure)

    def tried(self) -> tuple[str, ...]:
        """The addresses of the hits that had their turn, in the hits' order."""
        return tuple(attempt.hit.url for attempt in self._attempts)

    def _running(self) -> list[_Attempt]:
        return [attempt for attempt in self._attempts if not attempt.is_over]

    def _is_enough(self) -> bool:
        """Whether most of the pages that can still be had are here."""
        possible = len(self._kept) + len(self._running()) + self._left
        return len(self._kept) >= max(1, ceil(ENOUGH * min(self._wanted, possible)))

    def _start_more(self) -> None:
        """Keep as many pages under way as are still wanted."""
        missing = self._wanted - len(self._kept) - len(self._running())
        for attempt in islice(self._ahead, max(0, missing)):
            self._left -= 1
            self._attempts.append(attempt)
            attempt.task = asyncio.create_task(self._attend(attempt))

    async def _attend(self, attempt: _Attempt) -> None:
        """Fetch and extract one page; what goes wrong with it is its failure."""
        now = asyncio.get_running_loop().time
        try:
            async with self._hosts[_host(attempt.hit.url)], self._all:
                attempt.started = now()
                page = await self._fetcher.fetch(attempt.hit.url)
                attempt.fetched = now()
            page, document = await self._read(attempt, page)
            attempt.marks = await asyncio.to_thread(_Marks.of, page, document)
        except (FetchError, ExtractError) as error:
            attempt.failure = Failure(
                subject=attempt.hit.url, code=error.code, message=str(error) or error.code
            )
        else:
            attempt.page, attempt.document = _without_upload(page), document
            attempt.in_short = in_short(_source(1, attempt))

    async def _read(self, attempt: _Attempt, page: Page) -> tuple[Page, Document]:
        """The document in `page`; where only scripts bring its text, that in what they make of it.

        Raises `ExtractError`, and `FetchError` as the renderer does.
        """
        try:
            async with self._extractions:
                return page, await self._extractor.extract(page)
        except (NoTextError, PageNeedsScriptError):
            if self._renderer is None or not may_be_scripted(page):
                raise
        attempt.is_rendered = True
        self._tell(f"{_host(page.final_url)}: its scripts are run in a browser")
        rendered = await self._renderer.render(page)
        try:
            async with self._extractions:
                return rendered.page, await self._extractor.extract(rendered.page)
        except ExtractError as error:
            raise without_text(error, rendered) from None

    def _tell(self, message: str) -> None:
        done, total = min(len(self._kept), self._wanted), self._wanted
        kept = (attempt.in_short for attempt in self._kept[: self._wanted])
        sources = (*self._known, *filter(None, kept))
        message = message[:120]
        self._progress(
            Step(stage=Stage.READ, done=done, total=total, message=message, sources=sources)
        )

    def _sort_out(self, running: Sequence[_Attempt]) -> None:
        """Take in the attempts that are over; of those that repeat each other, the earliest."""
        over = [attempt for attempt in running if attempt.is_over]
        if not over:
            return
        read = sorted((a for a in self._attempts if a.document), key=lambda a: a.number)
        kept: list[_Attempt] = []
        repeats: list[_Attempt] = []
        for attempt in read:
            repeated = any(self._repeats(attempt, earlier) for earlier in kept)
            (repeats if repeated else kept).append(attempt)
        self._kept, self.repeats = kept, repeats
        for attempt in over:
            self._tell(_message(attempt))

    def _repeats(self, later: _Attempt, earlier: _Attempt) -> bool:
        pair = (later.number, earlier.number)
        if pair not in self._compared:
            self._compared[pair] = is_near_duplicate(later.marks.shingles, earlier.marks.shingles)
        return self._compared[pair]

    def _drop_slow(self, now: float) -> None:
        """Drop fetches that hold up others, measured by the pages that came.

        A page that stalls would otherwise block one of its host's few places until its time-out.
        """
        times = [a.fetched - a.started for a in self._attempts if a.fetched and a.started]
        running = self._running()
        if not times or not (self._left or any(a.started is None for a in running)):
            return
        patience = max(self._limits.straggler_seconds, PATIENCE * median(times))
        for attempt in running:
            if attempt.started and not attempt.fetched and now - attempt.started > patience:
                self._drop(attempt, f"no answer after {patience:.1f} s, and others wait")

    @staticmethod
    def _drop(attempt: _Attempt, reason: str) -> None:
        if attempt.task:
            attempt.task.cancel()
        kind = PageOverLimitsError if attempt.fetched else FetchTimeoutError
        attempt.failure = Failure(subject=attempt.hit.url, code=kind.code, message=reason)


def _without_upload(page: Page) -> Page:
    """`page`; of an upload without its bytes, for its job has the file, and it may be large."""
    is_upload = page.final_url.startswith(UPLOADED)
    return page.model_copy(update={"body": b""}) if is_upload else page


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _message(attempt: _Attempt) -> str:
    url = attempt.hit.url
    where = _host(url) or unquote(url.rpartition("/")[2])  # a file has a name and no host
    if attempt.failure:
        return f"{where}: {attempt.failure.message}"
    title = attempt.document.title if attempt.document else ""
    return f"{where}: {title or attempt.hit.title}"


def in_short(source: Source) -> ReadSource:
    """`source` as progress tells of it."""
    return ReadSource.of(source.url, source.title, source.site, source.kind)


def _source(number: int, attempt: _Attempt) -> Source:
    page, document, hit = attempt.page, attempt.document, attempt.hit
    if page is None or document is None:
        raise RuntimeError("a source is made of an attempt that was read")
    return Source(
        id=number,
        url=page.final_url,
        title=document.title or hit.title or page.final_url,
        author=document.author or hit.author,
        site=document.site,
        published=document.published or hit.published,
        language=document.language,
        kind=document.kind,
        sha256=attempt.marks.sha256,
        raw_sha256=attempt.marks.raw_sha256,
        text=document.text,
        raw=page.body,
        media=document.media,
        left_out=document.left_out,
    )

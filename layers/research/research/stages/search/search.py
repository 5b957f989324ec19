"""Sends every query to every search provider at once, and fuses the results into one list."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from research.domain.errors import AllSearchesFailedError, SearchError
from research.domain.progress import Stage, Step
from research.domain.scope import ANYWHERE, Scope
from research.domain.source import Failure, SearchHit
from research.ports import PartialSearch, PlainSearch, Progress, WebSearch
from research.stages.search.fusion import fuse
from research.text.cleaning import clean_line

MAX_QUERY_CHARACTERS = 400
"""Engines stop reading at 32 to 50 words, and some servers refuse longer addresses."""
NEWS_PATIENCE_SECONDS = 1.0
"""News are waited for so long after the other searches have ended: they come beside, not first."""


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """How many hits are asked for, kept, and kept of one domain before others have had a turn."""

    per_query: int
    total: int
    per_domain: int


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """What a search found, and what could not be searched."""

    hits: tuple[SearchHit, ...]
    """The pages, best first, each once."""
    failures: tuple[Failure, ...]
    """One for each provider, and each part of one, that failed."""
    rankings: tuple[tuple[SearchHit, ...], ...]
    """The results of each query at each provider, as they came: what `merge` fuses anew."""


async def search(
    queries: Sequence[str],
    *,
    providers: Sequence[WebSearch],
    limits: SearchLimits,
    progress: Progress,
    scope: Scope = ANYWHERE,
    news: Sequence[WebSearch] = (),
) -> SearchOutcome:
    """What `providers` find for `queries` within `scope`, fused; it may be nothing.

    `news` providers are asked too, and waited for `NEWS_PATIENCE_SECONDS` longer than the others.
    A provider that fails is one of the failures and no more. Raises `SourceUnusableError` as a
    provider does.
    """
    pairs = _pairs(queries, providers, scope)
    late = _pairs(queries, news, scope)
    searches = _ConcurrentSearches(pairs, late, limits.per_query, progress, scope)
    await searches.run()
    partial = [provider for provider in providers if isinstance(provider, PartialSearch)]
    left_out = [failure for provider in partial for failure in provider.failures]
    return _outcome(searches.rankings(), (*searches.failures(), *left_out), limits)


def _pairs(
    queries: Sequence[str], providers: Sequence[WebSearch], scope: Scope
) -> list[tuple[str, WebSearch]]:
    """Each of `queries` with each of `providers`, for the domains of `scope` if it knows how."""
    pairs = [
        (clean_line(asked, MAX_QUERY_CHARACTERS), provider)
        for query in queries
        for provider in providers
        for asked in ([query] if _is_plain(provider) else scope.queries([query]))
    ]
    return [pair for pair in dict.fromkeys(pairs) if pair[0]]


def _is_plain(provider: WebSearch) -> bool:
    return isinstance(provider, PlainSearch) and provider.takes_plain_queries


def require_answers(outcome: SearchOutcome) -> SearchOutcome:
    """`outcome`, where any provider answered. Raises `AllSearchesFailedError` with the reasons."""
    if outcome.failures and not outcome.rankings:
        reasons = "; ".join(f"{failed.subject}: {failed.message}" for failed in outcome.failures)
        raise AllSearchesFailedError(f"no search worked: {reasons}")
    return outcome


def merge(outcomes: Sequence[SearchOutcome], limits: SearchLimits) -> SearchOutcome:
    """The `outcomes` of several searches as if they had been one."""
    rankings = tuple(ranking for outcome in outcomes for ranking in outcome.rankings)
    failures: dict[str, Failure] = {}
    for failure in (failure for outcome in outcomes for failure in outcome.failures):
        failures.setdefault(failure.subject, failure)
    return _outcome(rankings, tuple(failures.values()), limits)


def _outcome(
    rankings: tuple[tuple[SearchHit, ...], ...],
    failures: tuple[Failure, ...],
    limits: SearchLimits,
) -> SearchOutcome:
    hits = fuse(rankings, total=limits.total, per_domain=limits.per_domain)
    return SearchOutcome(hits, failures, rankings)


class _ConcurrentSearches:
    """Searches that run at once, with the answer or the error of each."""

    def __init__(
        self,
        pairs: Sequence[tuple[str, WebSearch]],
        late: Sequence[tuple[str, WebSearch]],
        per_query: int,
        progress: Progress,
        scope: Scope,
    ) -> None:
        self._pairs = (*pairs, *late)
        self._awaited = len(pairs)
        """Only so many are waited for to their end."""
        self._per_query = per_query
        self._progress = progress
        self._scope = scope
        self._answers: dict[int, tuple[SearchHit, ...]] = {}
        self._errors: dict[int, SearchError] = {}

    async def run(self) -> None:
        self._report("")
        tasks = [asyncio.create_task(self._ask(number)) for number in range(len(self._pairs))]
        try:
            await asyncio.gather(*tasks[: self._awaited])
            await self._wait_a_little(tasks[self._awaited :])
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _wait_a_little(self, tasks: Sequence[asyncio.Task[None]]) -> None:
        if not tasks:
            return
        done, _ = await asyncio.wait(tasks, timeout=NEWS_PATIENCE_SECONDS)
        for task in done:
            task.result()
        for number, task in enumerate(tasks, start=self._awaited):
            if task not in done:
                self._errors[number] = SearchError("not waited for: the other searches had ended")

    def rankings(self) -> tuple[tuple[SearchHit, ...], ...]:
        """Every answer, but for empty ones of news: they don't show that a search works."""
        return tuple(
            answer
            for number, answer in sorted(self._answers.items())
            if answer or number < self._awaited
        )

    def failures(self) -> tuple[Failure, ...]:
        """One for each provider that failed, with its first error and how often it failed."""
        asked = Counter(provider.name for _, provider in self._pairs)
        errors: defaultdict[str, list[SearchError]] = defaultdict(list)
        for number, error in sorted(self._errors.items()):
            errors[self._pairs[number][1].name].append(error)
        return tuple(
            Failure(subject=name, code=failed[0].code, message=_message(failed, asked[name]))
            for name, failed in errors.items()
        )

    async def _ask(self, number: int) -> None:
        query, provider = self._pairs[number]
        try:
            hits = await provider.search(query, self._per_query)
        except SearchError as error:
            self._errors[number] = error
            self._report(f"{provider.name} failed: {error}")
        else:
            self._answers[number] = tuple(hit for hit in hits if self._scope.has_hit(hit))
            self._report(f"{provider.name}: {len(hits)} for “{query}”")

    def _report(self, message: str) -> None:
        done = len(self._answers) + len(self._errors)
        step = Step(stage=Stage.SEARCH, done=done, total=len(self._pairs), message=message)
        self._progress(step)


def _message(failed: Sequence[SearchError], asked: int) -> str:
    often = "" if len(failed) == asked else f" ({len(failed)} of {asked} searches)"
    return f"{failed[0]}{often}"

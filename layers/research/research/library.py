"""Research from a program: a question in, the report out.

::

    from research import research_sync

    report = research_sync("How do green roofs cool cities?")
    print(*(claim.text for part in report.answer for claim in part.claims))

`research` is the same for code that is async. Both need what one machine needs, the extra `local`,
and no service; `research.client` calls a service instead. See docs/library.md.
"""

import os
from collections.abc import Sequence

from research.cache.background_loop import run_blocking
from research.domain.errors import ResearchError
from research.domain.progress import tell_nobody
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.domain.request_bounds import NAMED_SOURCES
from research.jobs.new import clean_query
from research.ports import Progress
from research.settings import Settings
from research.wiring.one_run import check_machine, run_once

__all__ = [
    "Report",
    "ResearchError",
    "ResearchRequest",
    "Settings",
    "research",
    "research_sync",
]


async def research(
    question: str | ResearchRequest,
    *,
    sources: Sequence[str | os.PathLike[str]] = (),
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Report:
    """Research `question` and return the report, which is also stored as the command line does.

    A `ResearchRequest` says more than the question: depth, words, language, days, domains, budget.
    `sources` are folders, files and addresses to read instead of searching the web, or beside it
    where the request has `search_web` or `search`. `settings` take the place of those of the
    environment and `.env`; `progress` is called with each step of the run.

    Raises `ResearchError`: `InvalidRequestError`, `InvalidSettingError` and `SourceUnusableError`
    for what the caller can mend, `NothingFoundError` and `AllSearchesFailedError` where there is
    nothing to report, and others, each with a `code`.
    """
    named = [os.fspath(source) for source in sources]
    request = _request(question, reads_named=bool(named))
    settings = settings or Settings.load()
    check_machine(settings, request.report_formats)
    finished = await run_once(
        settings, request, [*named, *request.sources], progress or tell_nobody
    )
    return finished.report


def research_sync(
    question: str | ResearchRequest,
    *,
    sources: Sequence[str | os.PathLike[str]] = (),
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Report:
    """`research` for code that is not async, also in a notebook: it blocks this thread alone."""
    return run_blocking(research(question, sources=sources, settings=settings, progress=progress))


def _request(question: str | ResearchRequest, *, reads_named: bool) -> ResearchRequest:
    """The request, its query cleaned. Raises `InvalidRequestError` for one without words."""
    if isinstance(question, str):
        request = ResearchRequest(query=clean_query(question))
    else:
        request = question.model_copy(update={"query": clean_query(question.query)})
    if not reads_named:
        return request
    reads_web = bool(request.search if request.search_web is None else request.search_web)
    usual = None if reads_web else NAMED_SOURCES  # beside the web, what is named is counted
    return request.model_copy(
        update={"max_results": request.max_results or usual, "search_web": reads_web}
    )

"""Questions with known answers, each with the sources that a search of miniweb brings for it.

The questions are those of ``../shared/answers`` (``ANSWERS`` names another folder). Searching and
reading take a minute, so what they bring can be kept in a file and used again.
"""

import asyncio
import os
import pickle
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from json import loads
from pathlib import Path
from types import ModuleType
from typing import Any

import spoken_questions
import telling_questions
import unseen_questions
import written_questions
from miniweb import MISSING, Miniweb, serve
from research.domain.errors import NothingFoundError
from research.domain.request import ResearchRequest
from research.domain.request_bounds import SearchPlace
from research.domain.source import Source, SourceRecord
from research.jobs.new import new_job_id
from research.pipeline.research import research
from research.settings import Settings
from research.stages.select.source_relevance import relevant_sources
from research.wiring.run import open_run

FOLDER = Path(
    os.environ.get("ANSWERS") or Path(__file__).resolve().parents[2] / "shared" / "answers"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One question: what is known of its answers, and what was read for it."""

    id: str
    query: str
    sources: tuple[Source, ...]
    """As numbered by the run, so in the order of the search."""
    page_ids: dict[int, str]
    relevance: dict[int, float]
    today: tuple[str, ...]
    """The sentences of the report that the product writes without a model, in reading order."""
    parts: tuple[dict[str, Any], ...] = ()
    bad: tuple[dict[str, Any], ...] = ()
    is_answerable: bool = True
    is_written: bool = False
    """Whether it is of `written_questions` or `telling_questions`, which are for fitting alone."""
    is_telling: bool = False
    """Whether it is of `telling_questions`."""


def load_cases(cache: Path | None = None, *, are_spoken: bool = False) -> list[Case]:
    """Every case, read from `cache` where it is there, and kept there where it is named.

    Where they `are_spoken`, those of `spoken_questions`.
    """
    if cache and cache.is_file():
        cases: list[Case] = pickle.loads(cache.read_bytes())
        return cases
    if MISSING:
        sys.exit(MISSING)
    cases = asyncio.run(_gather(_spoken() if are_spoken else _questions()))
    if cache:
        cache.write_bytes(pickle.dumps(cases))
    return cases


def unseen_cases() -> list[Case]:
    """Those of `unseen_questions`, searched and read anew."""
    rows = [
        {**row, "is_written": False, "id": f"unseen-{number}"}
        for number, row in enumerate(_written(unseen_questions))
    ]
    return asyncio.run(_gather(rows))


def _questions() -> list[dict[str, Any]]:
    asked = loads((FOLDER / "questions.json").read_text(encoding="utf-8"))
    silent = loads((FOLDER / "unanswerable.json").read_text(encoding="utf-8"))
    return [*asked, *silent, *_written(written_questions), *_written(telling_questions)]


def _spoken() -> list[dict[str, Any]]:
    return [
        {**row, "is_written": False, "id": f"spoken-{number}"}
        for number, row in enumerate(_written(spoken_questions))
    ]


def _written(module: ModuleType) -> Iterator[dict[str, Any]]:
    own = {"is_written": True, "is_telling": module is telling_questions}
    for query, parts in module.ANSWERABLE:
        yield {"query": query, "parts": [_part(patterns) for patterns in parts], **own}
    for query in module.UNANSWERABLE:
        yield {"query": query, **own}


def _part(patterns: Sequence[str]) -> dict[str, Any]:
    return {"patterns": patterns, "answers": ()}


async def _gather(questions: Sequence[dict[str, Any]]) -> list[Case]:
    """The case of each of `questions`, but those of which the product finds no page about them."""
    cases = []
    with tempfile.TemporaryDirectory() as folder, serve("--scale", "0") as web:
        for number, row in enumerate(questions):
            row.setdefault("id", f"q{number}")
            with suppress(NothingFoundError):
                cases.append(await case_of(row, web, Path(folder)))
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return cases


async def case_of(row: dict[str, Any], web: Miniweb, folder: Path) -> Case:
    """What the product's own search, reading and writing make of one question."""
    settings = Settings.load(
        searxng_url=web.base_url,
        fetch_allow_networks="127.0.0.0/8",
        reports_directory=folder,
    )
    request = ResearchRequest(query=row["query"], search=(SearchPlace.SEARXNG,))
    async with open_run(settings, request) as wired:
        finished = await research(
            request,
            job_id=new_job_id(datetime.now(UTC)),
            ports=wired.ports,
            limits=wired.limits,
            progress=lambda _: None,
        )
        report = finished.report
        sources = [_source(record, folder) for record in report.sources]
        relevance = await relevant_sources(request.query, sources, wired.ports.embedder)
    return Case(
        id=row["id"],
        query=row["query"],
        sources=tuple(sources),
        page_ids={source.id: web.page_id(source.url) for source in sources},
        relevance=relevance,
        today=tuple(claim.text for claim in report.claims),
        parts=tuple(row.get("parts", ())),
        bad=tuple(row.get("bad", ())),
        is_answerable="parts" in row,
        is_written=row.get("is_written", False),
        is_telling=row.get("is_telling", False),
    )


def _source(record: SourceRecord, folder: Path) -> Source:
    """The source that a report names, with its text, which the report's snapshots have."""
    text = (folder / "snapshots" / f"{record.sha256}.txt").read_bytes().decode()
    known = record.model_dump(include=set(Source.model_fields))
    return Source(**known, text=text, raw=b"")

"""How good the reports are: facts stated, pages rightly cited, quotes that hold.

    python bench/quality.py [--topics FILE] [--only ID ...] [--words N ...] [--scale X] [--json]

Each topic of a topics file (miniweb's, unless another is named) is researched on miniweb through
the product's own path: the same wiring, search over SearXNG's JSON, pages over HTTP. Then we count:

facts     the share of the topic's facts with a pattern in a sentence that the report states
relevant  the share of the cited pages that are about the topic; `marginal` pages count neither way
missing   quotes that are not, character for character, in the snapshot on disk that they name
seconds   from the first search to the last file, with miniweb's latencies
words     of all sentences, separated by white space: key findings and sections together

Beside them, what takes no method at all, from the pages' own clean text and to the same limit of
words: `five`, the first sentence of each of the five best pages by BM25, then the second of each,
and so on; `top`, the best page from its beginning, then the next best.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import Any

from miniweb import FOLDER, MISSING, Miniweb, serve
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.domain.request_bounds import SearchPlace
from research.jobs.new import new_job_id
from research.pipeline.research import research
from research.settings import Settings
from research.wiring.run import open_run
from scoring import Score, baseline, missing_quotes, score

BASELINE_PAGES = 5
DEFAULT_WORDS = (400, 700)


@dataclass(frozen=True, slots=True)
class Row:
    """One topic, researched once."""

    topic: str
    max_words: int
    words: int
    report: Score
    five: Score
    top: Score
    missing: int
    quotes: int
    seconds: float


async def measure(topic: dict[str, Any], max_words: int, web: Miniweb, folder: Path) -> Row:
    """Research `topic` on `web` into `folder`, and score it. Raises what the pipeline raises."""
    report = await _report(topic["query"], max_words, web, folder)
    claims = list(report.claims)
    sentences = [claim.text for claim in claims]
    addresses = {source.id: source.url for source in report.sources}
    cited = {web.page_id(addresses[quote.source]) for claim in claims for quote in claim.citations}
    found = web.ranked(topic["query"])[:BASELINE_PAGES]
    return Row(
        topic=topic["id"],
        max_words=max_words,
        words=sum(len(sentence.split()) for sentence in sentences),
        report=score(topic, sentences, cited),
        five=baseline(topic, found, max_words, is_interleaved=True),
        top=baseline(topic, found, max_words, is_interleaved=False),
        missing=len(missing_quotes(report, folder)),
        quotes=sum(len(claim.citations) for claim in claims),
        seconds=report.stats.seconds,
    )


async def _report(query: str, max_words: int, web: Miniweb, folder: Path) -> Report:
    settings = Settings.load(
        searxng_url=web.base_url,
        fetch_allow_networks="127.0.0.0/8",
        reports_directory=folder,
    )
    request = ResearchRequest(query=query, max_words=max_words, search=(SearchPlace.SEARXNG,))
    async with open_run(settings, request) as wired:
        finished = await research(
            request,
            job_id=new_job_id(datetime.now(UTC)),
            ports=wired.ports,
            limits=wired.limits,
            progress=lambda _: None,
            warnings=wired.warnings,
        )
    return finished.report


HEAD = (
    f"{'topic':<22}{'limit':>6}{'words':>6} |{'facts':>6}{'five':>6}{'top':>6} |"
    f"{'relevant':>9}{'five':>6}{'top':>6} |{'quotes':>7}{'missing':>8} |{'seconds':>8}"
)


def line(row: Row) -> str:
    """`row` under `HEAD`."""
    return (
        f"{row.topic[:21]:<22}{row.max_words:>6}{row.words:>6} |"
        f"{row.report.facts:>6.0%}{row.five.facts:>6.0%}{row.top.facts:>6.0%} |"
        f"{row.report.relevant:>9.0%}{row.five.relevant:>6.0%}{row.top.relevant:>6.0%} |"
        f"{row.quotes:>7}{row.missing:>8} |{row.seconds:>8.1f}"
    )


def average(rows: Sequence[Row]) -> Row:
    """The mean of `rows`, all with one limit of words; quotes are summed."""

    def mean(scores: Iterable[Score]) -> Score:
        every = list(scores)
        return Score(fmean(s.facts for s in every), fmean(s.relevant for s in every), ())

    return Row(
        topic=f"mean of {len(rows)}",
        max_words=rows[0].max_words,
        words=round(fmean(row.words for row in rows)),
        report=mean(row.report for row in rows),
        five=mean(row.five for row in rows),
        top=mean(row.top for row in rows),
        missing=sum(row.missing for row in rows),
        quotes=sum(row.quotes for row in rows),
        seconds=fmean(row.seconds for row in rows),
    )


async def run(options: argparse.Namespace) -> list[Row]:
    """Every row that `options` ask for, printed as it comes unless JSON is wanted."""
    topics = json.loads(options.topics.read_text(encoding="utf-8"))
    wanted = [topic for topic in topics if not options.only or topic["id"] in options.only]
    if not wanted:
        sys.exit(f"no such topic; {options.topics} has: {', '.join(t['id'] for t in topics)}")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, serve("--scale", str(options.scale)) as web:
        for max_words in options.words:
            for topic in wanted:
                rows.append(await measure(topic, max_words, web, Path(folder)))
                if not options.json:
                    print(line(rows[-1]), flush=True)
            if not options.json:
                print(line(average(rows[-len(wanted) :])), end="\n\n", flush=True)
    return rows


def main() -> None:
    """Measure what the command line asks for, and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--topics", type=Path, default=FOLDER / "topics.json")
    parser.add_argument("--only", nargs="+", default=(), metavar="ID", help="topics to keep to")
    parser.add_argument("--words", nargs="+", type=int, default=DEFAULT_WORDS, metavar="N")
    parser.add_argument("--scale", type=float, default=1.0, help="multiplies miniweb's latencies")
    parser.add_argument("--json", action="store_true", help="every row, with the facts not stated")
    options = parser.parse_args()
    if MISSING:
        sys.exit(MISSING)
    if not options.json:
        print(HEAD)
    rows = asyncio.run(run(options))
    if options.json:
        print(json.dumps([asdict(row) for row in rows], indent=2))


if __name__ == "__main__":
    main()

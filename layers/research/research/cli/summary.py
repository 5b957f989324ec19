"""What is printed at the end of a run: the summary of a report, or its JSON."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from research.domain.claim import AnswerStatus, PartAnswer
from research.domain.follow_up.changes import ChangeKind, ReportChanges
from research.domain.model_call import Usage
from research.pipeline.research import StoredReport
from research.stages.render.render import report_json
from research.text.cleaning import clean_line

MAX_FAILURES = 50
_INDENT = " " * 10


def show(finished: StoredReport, *, as_json: bool) -> None:
    """Print the summary and, with `as_json`, the report's JSON alone on standard output."""
    print(summary(finished), file=sys.stderr if as_json else sys.stdout, flush=True)
    if as_json:
        sys.stdout.buffer.write(report_json(finished.report).encode())
        sys.stdout.flush()


def summary(finished: StoredReport) -> str:
    """Where the report is, how much is in it, and what its reader should know, in a few lines."""
    return "\n".join(_lines(finished))


def _claims(count: int) -> str:
    return f"{count}, each a quote that was checked" if count else "none"


def _lines(finished: StoredReport) -> Iterator[str]:
    report, stats = finished.report, finished.report.stats
    failed = f", {stats.sources_failed} failed" if stats.sources_failed else ""
    yield ""
    yield clean_line(report.title)
    yield ""
    yield f"{'report':<{len(_INDENT)}}{_path(finished.report_url)}"
    yield _INDENT + finished.report_url
    yield (
        _INDENT
        + f"with {_listed([f'.{form}' for form in finished.files if form != 'html'])} beside it"
    )
    yield (
        f"{'sources':<{len(_INDENT)}}{stats.sources_cited} cited of {stats.sources_read} read, "
        f"{stats.sources_found} found{failed}"
    )
    yield f"{'claims':<{len(_INDENT)}}{_claims(stats.claims)}"
    if report.answer:
        yield f"{'answer':<{len(_INDENT)}}{_answered(report.answer)}"
    if report.changes:
        yield f"{'since':<{len(_INDENT)}}{_since(report.changes)}"
    yield f"{'words':<{len(_INDENT)}}{stats.words}"
    yield f"{'seconds':<{len(_INDENT)}}{stats.seconds:.1f}"
    for warning in report.warnings:
        yield f"{'warning':<{len(_INDENT)}}{clean_line(warning)}"
    for failure in report.failures[:MAX_FAILURES]:
        line = clean_line(f"{failure.subject}: {failure.message}")
        yield f"{'failed':<{len(_INDENT)}}{line}"
    if (more := len(report.failures) - MAX_FAILURES) > 0:
        yield f"{_INDENT}and {more} more, named in the report"
    if report.cost:
        yield f"{'cost':<{len(_INDENT)}}{_cost(report.cost.total)}"


def _since(changes: ReportChanges) -> str:
    """How many statements are not as they were in the report that was followed."""
    found = Counter(one.kind for one in changes.changes)
    told = ", ".join(f"{found[kind]} {kind}" for kind in ChangeKind)
    return f"{changes.earlier_created_at:%Y-%m-%d}: {told}, {changes.same} the same"


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _answered(answer: Sequence[PartAnswer]) -> str:
    """How many parts of the query are answered, and what the sources say nothing of."""
    missing = [one.message for one in answer if one.status is AnswerStatus.NOT_FOUND]
    found = len(answer) - len(missing)
    count = "found in the sources" if len(answer) == 1 else f"{found} of {len(answer)} parts found"
    return clean_line(" ".join([*([f"{count}."] if found else []), *missing]))


def _cost(used: Usage) -> str:
    usd = "price not known: set LLM_PRICES" if used.usd is None else f"{used.usd:.4f} USD"
    kept = f", {used.cached_calls} more from the cache" if used.cached_calls else ""
    tokens = f"{used.prompt_tokens:,} tokens read and {used.answer_tokens:,} written"
    return f"{usd}; {tokens} in {used.calls} calls{kept}"


def _path(url: str) -> str:
    """Where `url` is on this machine, from here when it is below; `url` itself when elsewhere."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        return url
    path = Path(url2pathname(parts.path))
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)

"""Renders a report as files: an HTML page, JSON, Markdown, and a snapshot of each source."""

import json
import sys
from collections.abc import Sequence

from research.domain.report import Report
from research.domain.source import Source
from research.domain.value import Value
from research.stages.render.html_page import html_page
from research.stages.render.layout import lay_out
from research.stages.render.markdown_page import markdown_page

SNAPSHOT_LISTS = "report-snapshots"
SNAPSHOT_USERS = "snapshot-users"
JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class RenderedFile(Value):
    """A file for the report store. `name` is relative, its parts separated by ``/``."""

    name: str
    body: bytes
    content_type: str


def render(report: Report, sources: Sequence[Source]) -> tuple[RenderedFile, ...]:
    """The report's page, JSON and Markdown, in this order, a snapshot of each source, the marks
    that this report uses these, and the list of these.

    A snapshot is two files: the text that quotes point into, and the bytes it was found in. The
    bytes are never served as what they were, so that a hostile page can't run at our address.
    Raises `QuoteNotFoundError` for a citation whose quote is not in `sources` where it says.
    """
    view = lay_out(report, {source.id: source for source in sources})
    files = [
        _text_file(f"{report.job_id}.html", html_page(view), "text/html"),
        _text_file(f"{report.job_id}.json", report_json(report), "application/json"),
        _text_file(f"{report.job_id}.md", markdown_page(view), "text/markdown"),
    ]
    snapshots: dict[str, RenderedFile] = {}
    for source in sources:
        text = _text_file(f"snapshots/{source.sha256}.txt", source.text, "text/plain")
        raw = RenderedFile(
            name=f"snapshots/{source.raw_sha256}.raw",
            body=source.raw,
            content_type="application/octet-stream",
        )
        snapshots |= {text.name: text, raw.name: raw}
    held = json.dumps([*snapshots]) + "\n"
    list_of_snapshots = _text_file(snapshots_name(report.job_id), held, "application/json")
    marks = [_text_file(use_name(name, report.job_id), "", "text/plain") for name in snapshots]
    return (*files, *snapshots.values(), *marks, list_of_snapshots)


def snapshots_name(job_id: str) -> str:
    """The file that lists the snapshots of a job's report, which others may share."""
    return f"{SNAPSHOT_LISTS}/{job_id}.json"


def use_name(snapshot: str, job_id: str) -> str:
    """The mark that a job's report uses a snapshot.

    Stored before the snapshot, it keeps it from going when another job is deleted, which looks at
    the marks of its own snapshots alone.
    """
    return f"{SNAPSHOT_USERS}/{snapshot.rpartition('/')[2]}/{job_id}"


def report_json(report: Report) -> str:
    """The whole report, as `docs/report.schema.json` describes it."""
    return report.model_dump_json(by_alias=True, indent=2) + "\n"


def report_json_schema() -> str:
    """The JSON Schema of `report_json`; ``python -m research.stages.render.render`` prints it."""
    schema = Report.model_json_schema(by_alias=True, mode="serialization")
    return json.dumps({"$schema": JSON_SCHEMA_DIALECT, **schema}, indent=2) + "\n"


def _text_file(name: str, text: str, media_type: str) -> RenderedFile:
    return RenderedFile(name=name, body=text.encode(), content_type=f"{media_type}; charset=utf-8")


if __name__ == "__main__":
    sys.stdout.write(report_json_schema())

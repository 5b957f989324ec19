"""Renders a report as files, one for each format, and a snapshot of each source."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from research.domain.report import Report
from research.domain.report_format import ALWAYS_MADE, MEDIA_TYPES, ReportFormat, file_name
from research.domain.source import UPLOADED, Source
from research.domain.value import Value
from research.ports import ReportWriter
from research.stages.render.analysis_view import FiguresView
from research.stages.render.bibliography import bibtex, cited_works, csl_json, ris
from research.stages.render.frame import Frame, frame_of, own_headings
from research.stages.render.html_page import html_page, shown
from research.stages.render.layout.report_layout import lay_out
from research.stages.render.markdown_page import markdown_page
from research.stages.render.messages import message_in
from research.stages.render.report_view import (
    EMPTY,
    NEARBY,
    ChangesView,
    ClaimView,
    FoundMediaView,
    MediaView,
    Note,
    PartAnswerView,
    ReportView,
    SideView,
    SourceView,
    TableView,
)

# Beside what the pipeline calls, what a writer of another format lays a report out with.
__all__ = [
    "EMPTY",
    "NEARBY",
    "ChangesView",
    "ClaimView",
    "FiguresView",
    "FoundMediaView",
    "Frame",
    "MediaView",
    "Note",
    "PartAnswerView",
    "RenderedFile",
    "ReportView",
    "SideView",
    "SourceView",
    "TableView",
    "frame_of",
    "html_page",
    "lay_out",
    "message_in",
    "own_headings",
    "render",
    "report_json",
    "shown",
]

SNAPSHOT_LISTS = "report-snapshots"
SNAPSHOT_USERS = "snapshot-users"
JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class RenderedFile(Value):
    """A file for the report store. `name` is relative, its parts separated by ``/``."""

    name: str
    body: bytes
    content_type: str


def render(
    report: Report,
    sources: Sequence[Source],
    formats: Sequence[ReportFormat] = ALWAYS_MADE,
    writers: Mapping[ReportFormat, ReportWriter] = MappingProxyType({}),
) -> tuple[RenderedFile, ...]:
    """The report in each of `formats` for which there is a way, a snapshot of each source, the
    marks that this report uses these, and the list of these.

    `writers` make the formats that need a library.

    A snapshot is two files: the text that quotes point into, and the bytes it was found in. The
    bytes are never served as what they were, so that a hostile page can't run at our address; those
    of an upload are not served at all, and stay with the job.
    Raises `QuoteNotFoundError` for a citation whose quote is not in `sources` where it says.
    """
    by_number = {source.id: source for source in sources}
    made = tuple(form for form in formats if form in _TEXT_FORMATS or form in writers)
    view = lay_out(report, by_number, made)
    files = []
    for form in made:
        if form in _TEXT_FORMATS:
            body = _TEXT_FORMATS[form](report, view).encode()
        else:
            body = writers[form].write(report, by_number)
        files.append(
            RenderedFile(
                name=file_name(report.job_id, form), body=body, content_type=MEDIA_TYPES[form]
            )
        )
    snapshots: dict[str, RenderedFile] = {}
    for source in sources:
        text = _text_file(f"snapshots/{source.sha256}.txt", source.text, "text/plain")
        snapshots[text.name] = text
        if not source.url.startswith(UPLOADED):
            raw = RenderedFile(
                name=f"snapshots/{source.raw_sha256}.raw",
                body=source.raw,
                content_type="application/octet-stream",
            )
            snapshots[raw.name] = raw
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


_TEXT_FORMATS: Mapping[ReportFormat, Callable[[Report, ReportView], str]] = {
    ReportFormat.HTML: lambda _, view: html_page(view),
    ReportFormat.JSON: lambda report, _: report_json(report),
    ReportFormat.MARKDOWN: lambda _, view: markdown_page(view),
    ReportFormat.BIBTEX: lambda report, _: bibtex(cited_works(report)),
    ReportFormat.RIS: lambda report, _: ris(cited_works(report)),
    ReportFormat.CSL_JSON: lambda report, _: csl_json(cited_works(report)),
}


def _text_file(name: str, text: str, media_type: str) -> RenderedFile:
    return RenderedFile(name=name, body=text.encode(), content_type=f"{media_type}; charset=utf-8")


if __name__ == "__main__":
    sys.stdout.write(report_json_schema())

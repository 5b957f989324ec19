"""The forms in which a report is stored, each a file named ``{job_id}.{format}``.

Without pydantic: the command line shows them in its ``--help``.
"""

from collections.abc import Iterable
from enum import StrEnum


class ReportFormat(StrEnum):
    """A form of a report; its value is the ending of the file's name."""

    HTML = "html"
    JSON = "json"
    MARKDOWN = "md"
    DOCX = "docx"
    PDF = "pdf"
    BIBTEX = "bib"
    """The cited sources, as the ones below have them."""
    RIS = "ris"
    CSL_JSON = "csl.json"


MEDIA_TYPES = {
    ReportFormat.HTML: "text/html; charset=utf-8",
    ReportFormat.JSON: "application/json; charset=utf-8",
    ReportFormat.MARKDOWN: "text/markdown; charset=utf-8",
    ReportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ReportFormat.PDF: "application/pdf",
    ReportFormat.BIBTEX: "application/x-bibtex; charset=utf-8",
    ReportFormat.RIS: "application/x-research-info-systems; charset=utf-8",
    ReportFormat.CSL_JSON: "application/vnd.citationstyles.csl+json; charset=utf-8",
}
FORMAT_NAMES = {
    ReportFormat.HTML: "HTML",
    ReportFormat.JSON: "JSON",
    ReportFormat.MARKDOWN: "Markdown",
    ReportFormat.DOCX: "Word",
    ReportFormat.PDF: "PDF",
    ReportFormat.BIBTEX: "BibTeX",
    ReportFormat.RIS: "RIS",
    ReportFormat.CSL_JSON: "CSL-JSON",
}
"""As people call them."""
ALWAYS_MADE = (ReportFormat.HTML, ReportFormat.JSON, ReportFormat.MARKDOWN)
USUAL_FORMATS = (
    ReportFormat.DOCX,
    ReportFormat.BIBTEX,
    ReportFormat.RIS,
    ReportFormat.CSL_JSON,
)
"""Made besides, where nothing else is asked for: all that needs no library of the system."""


def made_formats(asked: Iterable[ReportFormat] | None) -> tuple[ReportFormat, ...]:
    """The formats of a report for which `asked` were asked, in the order of their definition."""
    wanted = {*ALWAYS_MADE, *(USUAL_FORMATS if asked is None else asked)}
    return tuple(one for one in ReportFormat if one in wanted)


def file_name(job_id: str, form: ReportFormat) -> str:
    """The name under which the report store has the report of `job_id` in `form`."""
    return f"{job_id}.{form}"

"""A report as a tagged PDF (PDF/UA-1): title, language, headings, links and page numbers."""

import logging
from collections.abc import Mapping
from importlib.resources import files

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

from research.domain.report import Report
from research.domain.source import Source
from research.stages.render.render import html_page, lay_out

VARIANT = "pdf/ua-1"

# It warns of each rule of the page's style that it does not know; `paper.css` has others for it.
logging.getLogger("weasyprint").setLevel(logging.ERROR)


class PdfWriter:
    """`ports.ReportWriter` of PDF, drawn by WeasyPrint, which needs the system's Pango."""

    def write(self, report: Report, sources: Mapping[int, Source]) -> bytes:
        """The document; `sources` by number. Nothing is fetched for it."""
        page = html_page(lay_out(report, sources))
        style = files("research.adapters.report_writers") / "paper.css"
        fetcher = _only_what_is_inside()
        document = HTML(string=page, base_url=None, url_fetcher=fetcher).write_pdf(
            stylesheets=[CSS(string=style.read_text(encoding="utf-8"), url_fetcher=fetcher)],
            pdf_variant=VARIANT,
        )
        return bytes(document)


def _only_what_is_inside() -> URLFetcher:
    """A report asks the network and the disk for nothing: what else it names is passed over."""
    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)

"""A report as a tagged PDF (PDF/UA-1): title, language, headings, links and page numbers."""

import logging
from collections.abc import Mapping
from importlib.resources import files
from typing import NoReturn

from weasyprint import CSS, HTML

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
        document = HTML(string=page, base_url=None, url_fetcher=_refuse).write_pdf(
            stylesheets=[CSS(string=style.read_text(encoding="utf-8"), url_fetcher=_refuse)],
            pdf_variant=VARIANT,
        )
        return bytes(document)


def _refuse(url: str, *_: object, **__: object) -> NoReturn:
    """A report asks the network and the disk for nothing; a fetcher that raises is passed over."""
    raise ValueError(f"a report needs no {url[:80]}")

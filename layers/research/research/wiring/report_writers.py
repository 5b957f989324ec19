"""Opens the writers of reports in formats that a library makes, as far as it is there."""

from collections.abc import Callable, Iterable

from research.domain.errors import InvalidSettingError
from research.domain.report_format import ReportFormat
from research.ports import ReportWriter

INSTALL_PDF = "pip install 'content-research-pipeline[pdf]'"
PANGO = "Pango (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0; macOS: brew install pango)"


def open_report_writers(
    formats: Iterable[ReportFormat], warn: Callable[[str], None]
) -> dict[ReportFormat, ReportWriter]:
    """The writers for those of `formats` that need one; `warn` is told of one that can't be had."""
    writers: dict[ReportFormat, ReportWriter] = {}
    for form in formats:
        try:
            writer = _open_writer(form)
        except InvalidSettingError as error:
            warn(str(error))
        else:
            if writer is not None:
                writers[form] = writer
    return writers


def check_formats(formats: Iterable[ReportFormat]) -> None:
    """Raise `InvalidSettingError` for one of `formats` that can't be made here."""
    for form in formats:
        _open_writer(form)


def _open_writer(form: ReportFormat) -> ReportWriter | None:
    """The writer of `form`; None where it is written without one. Raises `InvalidSettingError`."""
    match form:
        case ReportFormat.DOCX:
            from research.adapters.report_writers.docx_writer import DocxWriter

            return DocxWriter()
        case ReportFormat.PDF:
            return _open_pdf_writer()
        case _:
            return None


def _open_pdf_writer() -> ReportWriter:
    try:
        from research.adapters.report_writers.pdf_writer import PdfWriter
    except ImportError as error:
        raise InvalidSettingError(
            f"no PDF can be made here: WeasyPrint is not installed ({INSTALL_PDF})"
        ) from error
    except OSError as error:  # its library of the system
        raise InvalidSettingError(f"no PDF can be made here: WeasyPrint needs {PANGO}") from error
    return PdfWriter()

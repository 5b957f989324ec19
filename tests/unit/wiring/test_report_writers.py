"""Writers of reports: those that are there, and what is said of one that is not."""

import builtins
from typing import Any

import pytest

from research.domain.errors import InvalidSettingError
from research.domain.report_format import ReportFormat, made_formats
from research.wiring.report_writers import check_formats, open_report_writers


@pytest.fixture(
    params=[ImportError("No module named 'weasyprint'"), OSError("cannot load libpango")]
)
def without_weasyprint(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Exception:
    original = builtins.__import__

    def importer(name: str, *more: Any, **named: Any) -> Any:
        if name == "research.adapters.report_writers.pdf_writer":
            raise request.param
        return original(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", importer)
    return request.param


def test_all_that_can_be_made_here() -> None:
    warned: list[str] = []
    writers = open_report_writers(ReportFormat, warned.append)
    assert set(writers) == {ReportFormat.DOCX, ReportFormat.PDF}
    assert not warned


def test_a_pdf_that_cannot_be_made_is_told_with_what_to_install(
    without_weasyprint: Exception,
) -> None:
    warned: list[str] = []
    assert set(open_report_writers(ReportFormat, warned.append)) == {ReportFormat.DOCX}
    (warning,) = warned
    wanted = "[pdf]" if isinstance(without_weasyprint, ImportError) else "apt install libpango"
    assert wanted in warning
    with pytest.raises(InvalidSettingError, match="no PDF can be made here"):
        check_formats([ReportFormat.PDF])
    check_formats(made_formats(None))

"""The command line on a researcher that was made up: exit codes, and what goes where."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from research.cli import entry
from research.cli import run as run_module
from research.cli.arguments import parse_arguments
from research.cli.entry import run_command
from research.cli.request_options import given_fields
from research.cli.stopping import StopSignal
from research.domain.errors import (
    AllSearchesFailedError,
    InvalidRequestError,
    NothingFoundError,
    QuoteNotFoundError,
    ResearchError,
    SourceUnusableError,
)
from research.domain.progress import Stage, Step
from research.domain.report_format import ALWAYS_MADE
from research.domain.request import Domains, ResearchRequest
from research.domain.request_bounds import MAX_BUDGET_USD, SearchPlace
from research.pipeline.research import StoredReport
from research.ports import Progress
from research.settings import Settings
from research.wiring import one_run
from research.wiring.one_run import Approve
from tests.unit.stages.render.render_sample import sample_report


class MadeUpResearch:
    """In the place of `research.cli.run.run_once`: keeps what it was asked, finds the sample."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.requests: list[ResearchRequest] = []
        self.sources: list[str] = []
        self.folder = Path()

    async def __call__(
        self,
        settings: Settings,
        request: ResearchRequest,
        sources: Sequence[str],
        progress: Progress,
        approve: Approve,
    ) -> StoredReport:
        self.requests.append(request)
        self.sources.extend(sources)
        self.folder = settings.reports_directory
        progress(Step(stage=Stage.READ, done=1, total=2, message="a page\x1b[2J\nof [bold]two"))
        if self.error:
            raise self.error
        base = (self.folder / "green-roofs-7f3a").absolute().as_uri()
        return StoredReport(sample_report(), {form: f"{base}.{form}" for form in ALWAYS_MADE})


@pytest.fixture
def researcher(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MadeUpResearch:
    made_up = MadeUpResearch()
    monkeypatch.setattr(run_module, "run_once", made_up)
    monkeypatch.chdir(tmp_path)
    return made_up


def run(*arguments: str) -> int:
    return run_command(parse_arguments(["run", *arguments]))


def test_a_run_tells_where_the_report_is_and_what_is_in_it(
    researcher: MadeUpResearch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run("Do green roofs cool a city?", "--out", "out") == 0
    printed = capsys.readouterr()
    title, *lines = printed.out.strip().splitlines()
    assert title == sample_report().title
    told = [line.strip() for line in lines if line]
    assert told[:2] == [
        "report    out/green-roofs-7f3a.html",
        (tmp_path / "out" / "green-roofs-7f3a.html").as_uri(),
    ]
    stats = sample_report().stats
    assert "sources   4 cited of 5 read, 31 found, 2 failed" in told
    assert f"claims    {stats.claims}, each a quote that was checked" in told
    assert "words     241" in told
    assert "seconds   8.4" in told
    assert any(line.startswith("warning   One search provider did not answer") for line in told)
    assert "failed    https://slow.example/roofs: no answer within 10 seconds" in told


def test_with_json_the_report_alone_is_on_standard_output(
    researcher: MadeUpResearch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("Do green roofs cool a city?", "--json") == 0
    printed = capsys.readouterr()
    report = sample_report()
    assert json.loads(printed.out) == json.loads(report.model_dump_json(by_alias=True))
    assert "green-roofs-7f3a.html" in printed.err


def test_progress_is_a_plain_line_a_step_where_there_is_no_terminal(
    researcher: MadeUpResearch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("sails")
    line, *rest = capsys.readouterr().err.splitlines()
    assert line.endswith("read   1/2 a page[2J of [bold]two")
    assert rest == []


def test_the_request_is_what_the_options_say(researcher: MadeUpResearch, tmp_path: Path) -> None:
    run("sails", "--max-words", "99", "--source", "a", "--source", "https://b.example/", "--out",
        "somewhere")  # fmt: skip
    run("sails")
    run("sails", "--no-news", "--no-images", "--no-videos", "--language", "pt-BR")
    assert researcher.requests == [
        ResearchRequest(query="sails", max_results=50, max_words=99, search_web=False),
        ResearchRequest(query="sails"),
        ResearchRequest(
            query="sails",
            include_news=False,
            include_images=False,
            include_videos=False,
            language="pt-BR",
        ),
    ]
    assert [request.max_sources for request in researcher.requests] == [50, 12, 12]
    assert [request.searches_web for request in researcher.requests] == [False, True, True]
    assert researcher.sources == ["a", "https://b.example/"]
    assert researcher.folder == Path("reports")


def test_bounds_and_places_are_those_of_the_options(researcher: MadeUpResearch) -> None:
    run("sails", "--since", "2026-01-02", "--until", "2026-02-03", "--include-domains",
        "A.example., b.example,", "--exclude-domains", "c.example", "--search", "Web, scholar,web",
        "--max-sources", "7")  # fmt: skip
    run("sails", "--source", "minutes", "--search", "arxiv")
    assert researcher.requests == [
        ResearchRequest(
            query="sails",
            since=date(2026, 1, 2),
            until=date(2026, 2, 3),
            domains=Domains(allow=("a.example", "b.example"), deny=("c.example",)),
            search=(SearchPlace.WEB, SearchPlace.SCHOLAR),
            max_results=7,
        ),
        ResearchRequest(query="sails", search=(SearchPlace.ARXIV,), search_web=True),
    ]
    assert researcher.sources == ["minutes"]


def test_own_files_are_read_beside_the_web_where_that_is_asked(
    researcher: MadeUpResearch,
) -> None:
    run("sails", "--source", "minutes", "--web")
    run("sails", "--source", "minutes", "--web", "--max-sources", "9")
    run("sails", "--web")
    assert researcher.requests == [
        ResearchRequest(query="sails", search_web=True),
        ResearchRequest(query="sails", search_web=True, max_results=9),
        ResearchRequest(query="sails", search_web=True),
    ]


def test_a_place_that_is_none_is_told_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(["run", "sails", "--search", "web,bing"])
    assert "'bing' is none of web, scholar, ddgs" in capsys.readouterr().err


def test_the_home_folder_is_spelled_out(
    researcher: MadeUpResearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    run("sails", "--source", "~/notes", "--source", "http://c.example/~d")
    assert researcher.sources == ["/home/someone/notes", "http://c.example/~d"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["   "], "the query is empty"),
        (["\x01\x02"], "the query is empty"),
        (["word" * 750], "3,000 characters"),
        (["sails", "--max-sources", "0"], "max-sources"),
        (["sails", "--max-words", "1"], "max-words"),
        (["sails", "--language", "English"], "language: must be a language code such as de"),
        (["sails", "--source", " "], "--source: empty"),
        (["sails", "--since", "yesterday"], "since: a day is written YYYY-MM-DD"),
        (["sails", "--until", "2026-02-30"], "until: there is no such day"),
        (["sails", "--since", "2026-02-02", "--until", "2026-02-01"], "`since` comes after"),
        (["sails", "--include-domains", "a.example,b"], "include-domains: must be a domain"),
        (["sails", "--exclude-domains", "https://a.example"], "exclude-domains: must be a domain"),
        (["sails", "--out", "/dev/null"], "can't make the folder /dev/null"),
        (["sails", "--out", "/dev/null/below"], "can't make the folder /dev/null/below"),
        (["sails", "--out", "a\0b"], "can't make the folder"),
        (["sails", "--out", "x" * 300], "can't make the folder"),
    ],
)
def test_a_mistake_of_the_user_is_one_line_and_code_2(
    arguments: list[str],
    message: str,
    researcher: MadeUpResearch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(*arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith("content-research: ")
    assert message in line
    assert researcher.requests == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"max_results": 0}, "max-sources: .* greater than or equal to 1"),
        ({"max_results": 101}, "max-sources: .* less than or equal to 100"),
        ({"max_words": 49}, "max-words: .* greater than or equal to 50"),
        ({"max_words": 10_001}, "max-words: .* less than or equal to 10000"),
        ({"budget_usd": float("nan")}, "budget-usd: must be a finite number"),
        ({"language": "English"}, "language: must be a language code"),
    ],
)
def test_a_value_out_of_bounds_is_named_by_its_option(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidRequestError, match=f"^{message}"):
        run_module._request("sails", fields)


def test_the_bounds_of_the_command_line_are_those_of_what_it_asks_for() -> None:
    for dollars in (MAX_BUDGET_USD, 0.01):
        options = parse_arguments(["run", "sails", "--budget-usd", str(dollars)])
        assert run_module._request("sails", given_fields(options)).budget_usd == dollars
    with pytest.raises(SystemExit):
        parse_arguments(["run", "sails", "--budget-usd", str(MAX_BUDGET_USD + 0.01)])
    with pytest.raises(InvalidRequestError, match="budget-usd: "):
        run_module._request("sails", {"budget_usd": MAX_BUDGET_USD + 0.01})


def test_a_run_that_wrote_nothing_leaves_no_folder(
    researcher: MadeUpResearch, tmp_path: Path
) -> None:
    researcher.error = StopSignal(2)
    assert run("sails", "--out", "not/there") == 130
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_is_wrong_is_named(
    researcher: MadeUpResearch,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FETCH_MAX_BYTES", "many")
    assert run("sails") == 2
    assert "FETCH_MAX_BYTES" in capsys.readouterr().err


def test_a_settings_file_that_is_not_text_is_named(
    researcher: MadeUpResearch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(".env").write_bytes(b"SEARXNG_URL=\xff\xfe")
    assert run("sails") == 2
    assert ".env is not UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SourceUnusableError("nowhere: no such file"), 2),
        (NothingFoundError("there is no page to read"), 1),
        (AllSearchesFailedError("no search worked:\na\x1b[31m: refused"), 1),
        (QuoteNotFoundError("source 3 does not have the quote"), 1),
    ],
)
def test_an_error_is_one_line_and_its_code(
    error: ResearchError,
    code: int,
    researcher: MadeUpResearch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    researcher.error = error
    assert run("sails") == code
    printed = capsys.readouterr()
    assert printed.out == ""
    last = printed.err.splitlines()[-1]
    assert last == f"content-research: {error}".replace("\n", " ").replace("\x1b", "")
    assert "Traceback" not in printed.err


def test_with_debug_an_error_shows_where_it_comes_from(
    researcher: MadeUpResearch, capsys: pytest.CaptureFixture[str]
) -> None:
    researcher.error = NothingFoundError("there is no page to read")
    assert run("sails", "--debug") == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_stop_is_a_line_and_its_signal(
    researcher: MadeUpResearch, capsys: pytest.CaptureFixture[str]
) -> None:
    researcher.error = StopSignal(15)
    assert run("sails") == 143
    assert capsys.readouterr().err.splitlines()[-1] == "content-research: stopped"


def test_a_bug_is_not_hidden_by_the_command_and_told_in_a_line_by_the_process(
    researcher: MadeUpResearch,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    researcher.error = bug = TypeError("of ours")
    with pytest.raises(TypeError):
        run("sails")
    left: list[int] = []
    monkeypatch.setattr(entry, "leave", left.append)
    entry._report_bug(TypeError, bug, bug.__traceback__)
    assert left == [1]
    told = capsys.readouterr().err.splitlines()[-1]
    assert (
        told == "content-research: this is a bug of ours: TypeError: of ours (--debug shows where)"
    )


def test_what_must_be_installed_is_named(
    researcher: MadeUpResearch,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(one_run, "find_spec", lambda name: None if name == "chromadb" else name)
    assert run("sails") == 2
    assert "chromadb must be installed" in capsys.readouterr().err


class FullDisk:
    """Standard output on a disk that is full."""

    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device")

    def flush(self) -> None:
        """Nothing was written."""


def test_output_that_can_not_be_written_is_our_error(
    researcher: MadeUpResearch,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", FullDisk())
    assert run("sails") == 1
    assert "can't print: No space left on device" in capsys.readouterr().err

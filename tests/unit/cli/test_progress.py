"""What progress looks like, on a terminal and elsewhere."""

import io
import re

import pytest

from research.cli.progress import LiveProgress, PlainProgress, progress_on, stage_line
from research.domain.progress import Stage, Step

STEPS = [
    Step(stage=Stage.SEARCH, total=1),
    Step(stage=Stage.SEARCH, done=1, total=1, message="fake: 2 for “sails”"),
    Step(stage=Stage.PLAN, done=3, total=3),
    Step(stage=Stage.SEARCH, done=0, total=0),
    Step(stage=Stage.READ, done=2, total=3, message="a.example: \x1b]0;owned\x07[red]A page[/red]"),
    Step(stage=Stage.RENDER, done=1, total=2, message="one"),
    Step(stage=Stage.RENDER, done=2, total=2, message="two"),
]


class Terminal(io.StringIO):
    """Text that is kept, and says that it is a terminal."""

    def isatty(self) -> bool:
        return True


class Closed(io.StringIO):
    """A pipe whose reader has gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_elsewhere_each_step_is_a_line_and_of_files_only_the_last() -> None:
    stream = io.StringIO()
    with progress_on(stream) as progress:
        for step in STEPS:
            progress(step)
    lines = [re.sub(r"^\[ +\d+\.\d s\] ", "", line) for line in stream.getvalue().splitlines()]
    assert lines == [
        "search 0/1",
        "search 1/1 fake: 2 for “sails”",
        "plan   3/3",
        "search",
        "read   2/3 a.example: ]0;owned[red]A page[/red]",
        "render 2/2 two",
    ]


def test_elsewhere_what_was_said_is_not_said_again() -> None:
    stream = io.StringIO()
    with progress_on(stream) as progress:
        for _ in range(9):
            for message in ("writing: Who?", "writing: When?", ""):
                progress(Step(stage=Stage.WRITE, message=message))
        progress(Step(stage=Stage.WRITE, message="written: Who?"))
    lines = [line.partition("] ")[2] for line in stream.getvalue().splitlines()]
    assert lines == [
        "write  writing: Who?",
        "write  writing: When?",
        "write",
        "write  written: Who?",
    ]


def test_a_reader_that_has_gone_does_not_stop_the_run() -> None:
    with PlainProgress(Closed()) as progress:
        progress(STEPS[0])


def finished_lines(shown: str) -> list[str]:
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    return [line.strip() for line in re.split(r"[\r\n]+", plain) if re.match(r"[✓✗] ", line)]


def test_on_a_terminal_a_stage_that_is_over_is_one_line() -> None:
    stream = Terminal()
    with progress_on(stream) as progress:
        for step in STEPS:
            progress(step)
    lines = finished_lines(stream.getvalue())
    assert [re.sub(r" +", " ", line) for line in lines] == [
        "✓ search 1 search 0.0 s",
        "✓ plan 3 questions 0.0 s",
        "✓ read 2 of 3 pages 0.0 s",
        "✓ render 2 files 0.0 s",
    ]


def test_on_a_terminal_a_page_s_words_are_text_and_no_command() -> None:
    stream = Terminal()
    with LiveProgress(stream) as progress:
        progress(STEPS[4])
    assert "a.example: ]0;owned[red]A page[/red]" in stream.getvalue()
    assert "\x1b]0;" not in stream.getvalue()


def test_on_a_terminal_nothing_is_drawn_while_someone_is_asked() -> None:
    stream = Terminal()
    with LiveProgress(stream) as progress:
        progress(STEPS[2])
        with progress.paused():
            asked_from = len(stream.getvalue())
            assert "✓ plan" in stream.getvalue()
            assert stream.getvalue().rfind("\x1b[?25h") > stream.getvalue().rfind("\x1b[?25l")
            progress._bars.refresh()
            assert len(stream.getvalue()) == asked_from
        progress(STEPS[4])
    lines = [line for line in finished_lines(stream.getvalue()) if line[0] in "✓✗"]
    assert [line[:6] for line in lines] == ["✓ plan", "✓ read"]


def test_on_a_terminal_the_stage_that_failed_is_marked_and_the_cursor_comes_back() -> None:
    stream = Terminal()

    def fails() -> None:
        with LiveProgress(stream) as progress:
            progress(STEPS[2])
            progress(STEPS[4])
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fails()
    marks = [line[0] for line in finished_lines(stream.getvalue())]
    assert marks == ["✓", "✗"]
    assert stream.getvalue().rfind("\x1b[?25h") > stream.getvalue().rfind("\x1b[?25l")


def test_a_dumb_terminal_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(progress_on(Terminal()), PlainProgress)


def test_what_a_stage_counts_is_in_the_right_number() -> None:
    assert stage_line(Step(stage=Stage.READ, done=1, total=1), 1.25).split() == [
        "read", "1", "page", "1.2", "s",
    ]  # fmt: skip
    assert " 1 of 2 pages " in stage_line(Step(stage=Stage.READ, done=1, total=2), 1.0)

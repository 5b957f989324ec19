"""A plan on the terminal: approved as it is, changed line by line, or left."""

import io
from collections.abc import Iterator

import pytest

from research.cli import plan as plan_module
from research.cli.arguments import parse_arguments
from research.cli.entry import run_command
from research.cli.plan import approve_plan, check_terminal
from research.cli.stopping import StopSignal
from research.domain.errors import InvalidRequestError
from research.domain.question import MAX_PLAN_QUESTIONS, PlanApproval

PLAN = ("What does it cost?", "Who pays?", "Background")


class Terminal:
    """Types `lines`, and keeps what was shown before each."""

    def __init__(self, *lines: str) -> None:
        self.shown: list[str] = []
        self._lines: Iterator[str] = iter(lines)

    async def __call__(self, text: str) -> str:
        self.shown.append(text)
        line = next(self._lines, None)
        if line is None:
            raise EOFError
        return line


async def approved(terminal: Terminal, *, asked: str = "") -> PlanApproval:
    return await approve_plan(PLAN, asked, terminal)


async def test_enter_approves_the_plan_as_it_is() -> None:
    terminal = Terminal("")
    assert await approved(terminal) == PlanApproval(questions=PLAN)
    assert "   1  What does it cost?" in terminal.shown[0]
    assert "   3  Background" in terminal.shown[0]


async def test_questions_are_changed_removed_and_added() -> None:
    terminal = Terminal("2 Who  pays for\tthe quay?", "-3", "+ When does it sail?", "")
    found = await approved(terminal)
    assert found.questions == ("What does it cost?", "Who pays for the quay?", "When does it sail?")
    assert "   3  When does it sail?" in terminal.shown[-1]


@pytest.mark.parametrize(
    ("typed", "told"),
    [("9 Who?", "no question 9"), ("-4", "no question 4"), ("0 Who?", "no question 0"),
     ("who pays", "not understood"), ("2", "not understood"), ("+ ?", "in words"),
     ("+ " + "w" * 201, "200 characters")],
)  # fmt: skip
async def test_what_can_not_be_done_is_said_and_changes_nothing(typed: str, told: str) -> None:
    terminal = Terminal(typed, "")
    assert (await approved(terminal)).questions == PLAN
    assert told in terminal.shown[1]


async def test_a_plan_keeps_within_its_bounds() -> None:
    more = [f"+ Question {number}?" for number in range(MAX_PLAN_QUESTIONS)]
    full = Terminal(*more, "")
    assert len((await approved(full)).questions or ()) == MAX_PLAN_QUESTIONS
    assert "10 questions at most" in full.shown[-1]
    last = Terminal("-1", "-1", "-1", "")
    assert (await approved(last)).questions == ("Background",)
    assert "must stay" in last.shown[-1]


async def test_what_the_model_asks_back_is_answered_first() -> None:
    terminal = Terminal("the planet", "")
    found = await approved(terminal, asked="The planet,\nor the \x1b[31melement?")
    assert found.clarification == "the planet"
    assert "The planet, or the [31melement?" in terminal.shown[0]


@pytest.mark.parametrize("typed", [("q",), ("Q",), ("-1", "quit"), ()])
async def test_who_stops_or_goes_away_has_nothing_researched(typed: tuple[str, ...]) -> None:
    with pytest.raises(StopSignal) as stopped:
        await approved(Terminal(*typed))
    assert stopped.value.exit_code == 130


@pytest.mark.parametrize("option", ["--confirm-plan", "--clarify"])
@pytest.mark.parametrize("where", [(), ("--remote", "http://127.0.0.1:9")])
def test_without_a_terminal_it_is_said_before_anything_is_done(
    option: str, where: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert run_command(parse_arguments(["run", "Who pays?", option, *where])) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"{option}: standard input is no terminal" in line


def test_a_terminal_is_needed_for_these_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    check_terminal({"depth": "deep"})
    with pytest.raises(InvalidRequestError):
        check_terminal({"confirm_plan": True})


async def test_lines_are_read_from_standard_input_until_it_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("-1\n\n"))
    found = await approve_plan(PLAN, "")
    assert found.questions == PLAN[1:]
    printed = capsys.readouterr()
    assert (printed.out, "Who pays?" in printed.err) == ("", True)
    with pytest.raises(EOFError):
        await plan_module.ask_on_terminal("> ")

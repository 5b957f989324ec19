"""What the command line takes and how it refuses the rest."""

import pytest

from research import __version__
from research.cli.arguments import parse_arguments


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["run", "sails", "--budget-usd", "nan"],
            "--budget-usd: must be a number above 0, 1000 at",
        ),
        (["run", "sails", "--budget-usd", "inf"], "--budget-usd: must be a number"),
        (["run", "sails", "--budget-usd", "0"], "--budget-usd: must be a number"),
        (["run", "sails", "--budget-usd", "much"], "--budget-usd: must be a number"),
        (["run", "sails", "--sauce", "a"], "unrecognized arguments: --sauce a"),
        (["serve", "--port", "99999"], "--port: must be a number from 0 to 65535"),
        (["serve", "--port", "-1"], "--port"),
        (["serve", "--port", "9" * 5_000], "--port: must be a number"),
        (["serve", "8000"], "unrecognized arguments: 8000"),
    ],
)
def test_an_option_that_cant_be_is_told_with_the_usage_of_its_command(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_arguments(arguments)
    assert ended.value.code == 2
    usage = capsys.readouterr().err
    assert usage.startswith(f"usage: content-research {arguments[0]} ")
    assert message in usage


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--version"], 0), (["run", "--version"], 0), (["--help"], 0), ([], 2), (["run"], 2),
     (["run", "a", "b"], 2), (["run", "a", "--max-words", "many"], 2), (["walk"], 2)],
)  # fmt: skip
def test_the_parser_exits(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        parse_arguments(arguments)
    assert exit_.value.code == code
    printed = capsys.readouterr()
    assert (__version__ in printed.out) == ("--version" in arguments)
    assert bool(printed.err) == (code == 2)

"""The doctor on parts that were made up: what it says, when it speaks, and how it ends."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack

import pytest
from pydantic import SecretStr

from research.cli import doctor as doctor_module
from research.cli import doctor_parts
from research.cli.arguments import parse_arguments
from research.cli.doctor import Finding, examine, table
from research.cli.doctor_parts import Outcome, Part, parts_of
from research.cli.entry import run_command
from research.domain.errors import StoreUnavailableError
from research.ports import WebSearch
from research.settings import Settings
from research.wiring.searches import SearchOpener
from tests.fakes.web_search import FakeWebSearch

BARE = Settings(_env_file=None)


def attempt(outcome: Outcome | Exception, seconds: float = 0.0) -> Callable[[], Awaitable[Outcome]]:
    async def made_up() -> Outcome:
        await asyncio.sleep(seconds)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return made_up


WORKS = attempt(Outcome("it"))
AWAY = attempt(StoreUnavailableError("it is away"))


async def find(part: Part) -> Finding:
    [finding] = await examine([part], lambda name, seconds: None)
    return finding


@pytest.mark.parametrize(
    ("part", "found"),
    [
        (Part("a", True, WORKS), ("works", "it", "", False)),
        (Part("a", False, WORKS), ("default", "it", "", False)),
        (Part("a", True, AWAY), ("failed", "nothing", "it is away", True)),
        (Part("a", True, AWAY, "memory"), ("fell back", "memory", "it is away", True)),
        (Part("a", False, AWAY), ("failed", "nothing", "it is away", True)),
        (Part("a", False, AWAY, "memory"), ("fell back", "memory", "it is away", False)),
        (
            Part("a", True, attempt(Outcome("half", "the rest is away", is_whole=False))),
            ("fell back", "half", "the rest is away", True),
        ),
        (Part("a", True, attempt(KeyError("x"))), ("failed", "nothing", "KeyError: 'x'", True)),
        (
            Part("a", True, attempt(Outcome("it"), 5), limit_seconds=0.01),
            ("failed", "nothing", "no answer within 0.01 s", True),
        ),
    ],
)
async def test_what_becomes_of_a_part(part: Part, found: tuple[str, str, str, bool]) -> None:
    assert await find(part) == Finding("a", *found)


async def test_what_takes_long_is_told_while_it_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor_module.PROGRESS_SECONDS == 2.0
    monkeypatch.setattr(doctor_module, "PROGRESS_SECONDS", 0.05)
    told: list[tuple[str, float]] = []
    parts = [
        Part("quick", True, WORKS),
        Part("slow", True, attempt(Outcome("it"), 0.08)),
        Part("slower", True, attempt(Outcome("it"), 0.13)),
    ]
    findings = await examine(parts, lambda name, seconds: told.append((name, seconds)))
    assert [finding.part for finding in findings] == ["quick", "slow", "slower"]
    assert [name for name, _ in told] == ["slow", "slower", "slower"]
    assert all(0.04 < seconds < 0.13 for _, seconds in told)


def test_a_table_has_columns_and_no_secret_login_or_control_character() -> None:
    settings = BARE.model_copy(
        update={
            "redis_password": SecretStr("hunter-22"),
            "api_keys": SecretStr("key-of-ann, key-of-bob"),
            "google_api_key": SecretStr("us"),
        }
    )
    printed = table(
        [
            Finding("Redis", "failed", "nothing", "hunter-22\x1b[2J\nis wrong", is_at_fault=True),
            Finding("search", "works", "http://ann:secret@s.example", "", is_at_fault=False),
            Finding("queue", "works", "key-of-bob", "x" * 9_999, is_at_fault=False),
        ],
        settings,
    )
    heading, first, second, third = printed.split("\n")
    assert re.split(r" {2,}", heading) == ["part", "state", "used", "why"]
    assert first[heading.index("why") :] == "***[2J is wrong"
    assert second[heading.index("used") :] == "http://***@s.example"
    assert third[heading.index("used") :].startswith("***  ")
    assert len(third) < 500


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[Part]:
    made_up: list[Part] = []
    monkeypatch.setattr(doctor_module, "parts_of", lambda settings, stack: made_up)
    return made_up


def test_all_is_well(parts: list[Part], capsys: pytest.CaptureFixture[str]) -> None:
    parts += [Part("Redis", True, WORKS), Part("model", False, AWAY, "no model")]
    assert run_command(parse_arguments(["doctor"])) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert [row.split()[:2] for row in printed.out.splitlines()[1:]] == [
        ["Redis", "works"],
        ["model", "fell"],
    ]


def test_what_every_run_needs_does_not_work_though_nobody_set_it_up(
    parts: list[Part], capsys: pytest.CaptureFixture[str]
) -> None:
    parts += [Part("search", False, AWAY)]
    assert run_command(parse_arguments(["doctor"])) == 1
    assert capsys.readouterr().err == "content-research: not working: search\n"


def test_something_that_was_set_up_does_not_work(
    parts: list[Part], capsys: pytest.CaptureFixture[str]
) -> None:
    parts += [Part("Redis", True, AWAY), Part("model", True, AWAY), Part("search", True, WORKS)]
    assert run_command(parse_arguments(["doctor"])) == 1
    printed = capsys.readouterr()
    assert printed.err == "content-research: not working: Redis, model\n"
    assert len(printed.out.splitlines()) == 4


def test_a_wrong_value_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REDIS_PORT", "sixty")
    assert run_command(parse_arguments(["doctor"])) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    assert line.startswith("content-research: REDIS_PORT: ")


def configured(**settings: object) -> dict[str, bool]:
    made = Settings(_env_file=None, **settings)
    return {part.name: bool(part.is_configured) for part in parts_of(made, AsyncExitStack())}


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("Redis", {"redis_host": "r.example"}),
        ("queue", {"job_queue_url": "https://q.example/jobs"}),
        ("Chroma", {"chroma_host": "c.example"}),
        ("Chroma", {"chroma_persist_directory": "passages"}),
        ("report store", {"reports_bucket": "reports"}),
        ("report store", {"reports_directory": "elsewhere"}),
        ("search", {"searxng_url": "https://s.example"}),
        ("search", {"google_api_key": "k"}),
        ("search", {"brave_api_key": "k"}),
        ("search", {"openalex_api_key": "k"}),
        ("search", {"mcp_search_servers": '{"a": {"command": "a", "tool": "t"}}'}),
        ("browser", {"fetch_render": "chromium"}),
        ("model", {"openai_api_key": "k"}),
        ("embedder", {"embedder": "openai"}),
    ],
)
def test_what_was_set_up_is_known(name: str, settings: dict[str, object]) -> None:
    assert not any(configured().values())
    assert [part for part, is_set in configured(**settings).items() if is_set] == [name]


@pytest.mark.parametrize(
    ("searches", "expected"),
    [
        (
            [FakeWebSearch(["https://a.example/"], name="one"), FakeWebSearch([], name="two")],
            Finding("search", "works", "one (1 hits), two (no hits)", "mind", is_at_fault=False),
        ),
        (
            [
                FakeWebSearch(["https://a.example/"], name="one"),
                FakeWebSearch(name="two", errors={doctor_parts.PROBE_QUERY: "503"}),
            ],
            Finding("search", "fell back", "one (1 hits)", "two: 503; mind", is_at_fault=True),
        ),
        (
            [FakeWebSearch(name="two", errors={doctor_parts.PROBE_QUERY: "503"})],
            Finding("search", "failed", "nothing", "two: 503", is_at_fault=True),
        ),
    ],
)
async def test_of_several_searches_those_that_answer_are_used(
    monkeypatch: pytest.MonkeyPatch, searches: Sequence[WebSearch], expected: Finding
) -> None:
    def opened(opener: SearchOpener, _places: object) -> Sequence[WebSearch]:
        opener.warn("mind")
        return searches

    monkeypatch.setattr(SearchOpener, "searches", opened)
    settings = Settings(_env_file=None, searxng_url="https://s.example")
    parts = parts_of(settings, AsyncExitStack())
    assert await find(next(part for part in parts if part.name == "search")) == expected

"""`content-research watch`: on a folder of this machine, and on a service."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from research.cli.arguments import parse_arguments
from research.cli.watch import watch
from research.client import AsyncResearchClient
from research.domain.errors import (
    InvalidRequestError,
    TooManyWatchesError,
    WatchNotFoundError,
)
from research.jobs.watches import WATCHES
from tests.unit.api.api_on_fakes import Api

UNKNOWN = "20261124-120000-0123456789abcdef"
QUERY = "How high is the sea?"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> None:
    watch(parse_arguments(["watch", *arguments]))


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out.splitlines()


def test_a_watch_is_added_listed_and_removed(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("list")
    assert said(capsys) == ["no watches"]
    run("add", QUERY, "--every", "weekly", "--weekday", "monday", "--hour", "6")
    first, hint = said(capsys)
    watch_id = first.split()[1].rstrip(",")
    assert "weekly, next on Monday, 20" in first
    assert first.endswith(" 06:00 UTC")
    assert "content-research serve" in hint
    run("list")
    listed = said(capsys)
    assert listed[0] == first.removeprefix("watch ").replace(f"{watch_id},", f"{watch_id} ")
    assert listed[1:] == [f"  {QUERY}"]
    assert len(list((here / "reports" / WATCHES).glob("*.json"))) == 1
    run("remove", watch_id)
    run("list")
    assert said(capsys) == ["no watches"]


def test_all_of_it_can_be_had_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    options = (
        "--max-words",
        "300",
        "--exclude-domains",
        "a.example",
        "--source",
        "https://b.example",
    )
    run("add", QUERY, "--every", "daily", *options, "--json")
    added = json.loads("".join(said(capsys)))
    request = added["request"]
    assert (request["max_words"], request["sources"]) == (300, ["https://b.example"])
    assert request["domains"]["deny"] == ["a.example"]
    run("list", "--json")
    assert json.loads("".join(said(capsys)))["watches"][0]["watch_id"] == added["watch_id"]


def test_a_folder_may_be_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("add", QUERY, "--every", "daily", "--reports", "elsewhere")
    assert "due now" in said(capsys)[0]
    assert (here / "elsewhere" / WATCHES).is_dir()
    run("list")
    assert said(capsys) == ["no watches"]


def test_whoever_has_the_folder_sees_all_of_it_and_needs_no_key(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("API_KEYS", "ann:one")
    run("add", QUERY, "--every", "daily")
    said(capsys)
    run("list")
    assert said(capsys)[1] == f"  {QUERY}"


def test_no_more_than_may_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_WATCHES", "1")
    run("add", QUERY, "--every", "daily")
    with pytest.raises(TooManyWatchesError):
        run("add", QUERY, "--every", "daily")


def test_what_a_page_says_can_not_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    run("add", "How \x1b[31mhigh\u202e?", "--every", "daily")
    run("list")
    assert not {"\x1b", "\u202e"} & set(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (["add", "...", "--every", "daily"], InvalidRequestError, "ask something"),
        (["add", QUERY, "--every", "daily", "--source", "x/"], InvalidRequestError, "addresses"),
        (["add", QUERY, "--every", "daily", "--weekday", "friday"], InvalidRequestError, "weekly"),
        (["add", QUERY, "--every", "daily", "--since", "now"], InvalidRequestError, "since"),
        (["add", QUERY, "--every", "daily", "--since-report", UNKNOWN], InvalidRequestError, "job"),
        (["remove", "monday"], WatchNotFoundError, "not a watch's id"),
        (["remove", UNKNOWN], WatchNotFoundError, "there is no watch"),
        (
            ["list", "--remote", "http://x.example", "--reports", "r"],
            InvalidRequestError,
            "service",
        ),
    ],
)
def test_a_mistake_is_told(arguments: list[str], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        run(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["watch"],
        ["watch", "add", QUERY],
        ["watch", "add", "--every", "daily"],
        ["watch", "add", QUERY, "--every", "hourly"],
        ["watch", "add", QUERY, "--every", "daily", "--hour", "24"],
        ["watch", "add", QUERY, "--every", "daily", "--hour", "six"],
        ["watch", "remove"],
        ["watch", "list", "--nothing"],
    ],
)
def test_what_can_not_be_understood_is_told_by_the_usage_of_its_command(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_arguments(arguments)
    assert ended.value.code == 2
    assert "content-research watch" in capsys.readouterr().err


def test_a_service_is_asked_with_the_key(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    api, opened = Api(), []

    def client(address: str, key: Any) -> AsyncResearchClient:
        opened.append((address, key.get_secret_value()))
        transport = httpx.ASGITransport(api.app, raise_app_exceptions=False)
        return AsyncResearchClient(address, key, transport=transport)

    monkeypatch.setattr("research.cli.watch.AsyncResearchClient", client)
    monkeypatch.setenv("REMOTE_API_KEY", "a-key")
    remote = ("--remote", "http://api.test")
    run("add", QUERY, "--every", "daily", *remote)
    (line,) = said(capsys)  # the service starts it: nobody need be told how
    run("remove", line.split()[1].rstrip(","), *remote)
    run("list", *remote)
    assert said(capsys) == ["no watches"]
    assert opened == [("http://api.test", "a-key")] * 3

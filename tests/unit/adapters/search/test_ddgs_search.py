"""The keyless engines, with the library's own class replaced."""

import subprocess
import sys
import time
from datetime import date
from typing import Any

import pytest
from ddgs.ddgs import DDGS
from ddgs.engines import ENGINES as LIBRARY_ENGINES
from ddgs.exceptions import DDGSException, RatelimitException, TimeoutException

from research.adapters.search import ddgs_search
from research.adapters.search.ddgs_search import DdgsSearch
from research.domain.errors import SearchError
from research.domain.source import SearchHit

ROW = {"title": "Storks return", "href": "https://example.com/storks", "body": "They came back."}


def answer_with(monkeypatch: pytest.MonkeyPatch, answer: Any) -> list[dict[str, Any]]:
    """Make the library answer so, or raise; what it was asked."""
    asked: list[dict[str, Any]] = []

    def text(_: DDGS, query: str, **options: Any) -> Any:
        asked.append({"query": query} | options)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(DDGS, "text", text)
    return asked


async def test_a_row_becomes_a_hit(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answer_with(monkeypatch, [{"href": "file:///etc/passwd"}, ROW])
    assert await DdgsSearch(timeout_seconds=10).search("storks", 5) == [
        SearchHit(
            url="https://example.com/storks",
            title="Storks return",
            snippet="They came back.",
            provider="ddgs",
            rank=1,
        )
    ]
    assert asked == [{"query": "storks", "max_results": 5, "backend": ddgs_search.ENGINES}]


async def test_a_row_of_the_news_becomes_a_hit(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    def news(_: DDGS, query: str, **options: Any) -> list[dict[str, str]]:
        asked.append({"query": query} | options)
        return [{"date": "2026-11-20T07:30:00+00:00", "title": "Storks return",
                 "body": "They came back.", "url": "https://example.com/storks"}]  # fmt: skip

    monkeypatch.setattr(DDGS, "news", news)
    search = DdgsSearch(timeout_seconds=10, language="de", is_news=True)
    assert await search.search("storks", 5) == [
        SearchHit(
            url="https://example.com/storks",
            title="Storks return",
            snippet="They came back.",
            published=date(2026, 11, 20),
            provider="ddgs news",
            rank=1,
            is_news=True,
        )
    ]
    assert asked == [
        {"query": "storks", "max_results": 5, "backend": ddgs_search.NEWS_ENGINES,
         "region": "de-de"}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "region"),
    [("fr", "fr-fr"), ("pt-BR", "br-pt"), ("en-GB", "uk-en"), ("ja", "jp-ja"), ("en", "us-en"),
     ("gsw", "gsw-gsw"), ("zh-TW", "tw-zh")],
)  # fmt: skip
async def test_a_language_is_asked_for_with_its_country(
    language: str, region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer_with(monkeypatch, [])
    await DdgsSearch(timeout_seconds=10, language=language).search("storks", 5)
    assert asked[0]["region"] == region


def test_the_engines_asked_are_ones_that_the_library_has() -> None:
    assert set(ddgs_search.NEWS_ENGINES.split(", ")) == set(LIBRARY_ENGINES["news"])
    asked = set(ddgs_search.ENGINES.split(", "))
    assert asked == set(LIBRARY_ENGINES["text"]) - {"grokipedia"}


async def test_nothing_found_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, DDGSException("No results found."))
    assert await DdgsSearch(timeout_seconds=10).search("storks", 5) == []


async def test_the_library_says_nothing_found_in_the_words_we_know(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ddgs.base.BaseSearchEngine.search", lambda *_, **__: None)
    assert await DdgsSearch(timeout_seconds=10).search("storks", 5) == []


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (RatelimitException("202 Ratelimit"), "no engine answered: 202 Ratelimit"),
        (TimeoutException("operation timed out"), "no engine answered: operation timed out"),
        (
            DDGSException(DDGSException("blocked\x1b  by\nthem")),
            "no engine answered: blocked by them",
        ),
        (
            DDGSException("DNSError: DNSError('no such host > ...')"),
            r"no engine could be reached \(DNSError\)$",
        ),
        (DDGSException(), "no engine answered: DDGSException$"),
    ],
)
async def test_its_errors_are_ours(
    error: Exception, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with(monkeypatch, error)
    with pytest.raises(SearchError, match=message):
        await DdgsSearch(timeout_seconds=10).search("storks", 5)


async def test_a_search_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DDGS, "text", lambda *_, **__: time.sleep(0.3))
    with pytest.raises(SearchError, match=r"no answer within 0\.05 s"):
        await DdgsSearch(timeout_seconds=0.05).search("storks", 5)


def test_the_library_is_loaded_when_it_is_needed() -> None:
    code = "import research.adapters.search.ddgs_search, sys; sys.exit('ddgs' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)

"""Bounds: domains and what lies under them, dates from one day to another, a language."""

from datetime import date

import pytest

from research.domain.request import ResearchRequest
from research.domain.scope import Scope, out_of_scope, why_none
from research.domain.source import SearchHit
from tests.unit.stages.sources import HARBOUR, source


def hit(url: str, published: date | None = None) -> SearchHit:
    return SearchHit(url=url, provider="p", rank=1, published=published)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a", True),
        ("https://news.example.org/a", True),
        ("https://EXAMPLE.org./a", True),
        ("https://badexample.org/a", False),
        ("https://example.org.evil.test/a", False),
        ("https://private.example.org/a", False),
        ("not an address", False),
    ],
)
def test_domains_hold_what_lies_under_them_and_nothing_that_looks_alike(
    url: str, expected: bool
) -> None:
    scope = Scope(allow_domains=("example.org",), deny_domains=("private.example.org",))
    assert scope.has_hit(hit(url)) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2020, 1, 1), True), (date(2020, 12, 31), True), (date(2019, 12, 31), False),
     (date(2021, 1, 1), False), (None, True)],
)  # fmt: skip
def test_dates_are_inclusive_and_unknown_ones_pass(day: date | None, expected: bool) -> None:
    scope = Scope(since=date(2020, 1, 1), until=date(2020, 12, 31))
    assert scope.has_hit(hit("https://a.test/", day)) is expected
    dated = source(1, HARBOUR).model_copy(update={"published": day})
    assert scope.has_source(dated) is expected


def test_a_language_is_that_of_the_page_where_it_is_known() -> None:
    page = source(1, HARBOUR)
    german = Scope(language="de")
    assert german.has_source(page)
    assert german.has_source(page.model_copy(update={"language": "de"}))
    assert not german.has_source(page.model_copy(update={"language": "en"}))


@pytest.mark.parametrize(
    ("scope", "pages", "told"),
    [
        (Scope(language="de"), 1, "the one page that was read is in another language than de"),
        (Scope(language="de"), 3, "3 pages were read, and all are in another language than de"),
        (Scope(language="de", deny_domains=("page-1.example",)), 2,
         "2 pages were read, and none is of the date, the domain and the language that were asked"),
        (Scope(until=date(2000, 1, 1)), 1, "the one page that was read is not of the date"),
    ],
)  # fmt: skip
def test_why_no_page_is_used_is_told_with_how_many_were_read(
    scope: Scope, pages: int, told: str
) -> None:
    read = [
        source(number, HARBOUR).model_copy(
            update={
                "language": "en",
                "published": date(2020, 1, 1),
                "url": f"https://page-{number}.example/",
            }
        )
        for number in range(1, pages + 1)
    ]
    assert why_none(scope, read).startswith(told)


def test_few_allowed_domains_are_searched_one_by_one() -> None:
    assert Scope().queries(["a", "b"]) == ["a", "b"]
    assert Scope(allow_domains=("x.org",)).queries(["a"]) == ["a site:x.org"]
    many = Scope(allow_domains=("a.org", "b.org", "c.org", "d.org"))
    assert many.queries(["a"]) == ["a"]


def test_what_is_left_out_is_told() -> None:
    old = source(2, HARBOUR).model_copy(update={"published": date(2010, 1, 1)})
    scope = Scope.of(ResearchRequest(query="x", since=date(2020, 1, 1)))
    (line,) = out_of_scope(scope, [source(1, HARBOUR), old])
    assert line.startswith("1 of the 2 pages read (2) are not used")
    assert out_of_scope(scope, [source(1, HARBOUR)]) == ()


@pytest.mark.parametrize("url", ["file:///home/a.txt", "upload:/a.txt"])
def test_a_file_is_in_no_domain_and_in_any_language_but_has_its_date(url: str) -> None:
    scope = Scope(allow_domains=("x.org",), since=date(2020, 1, 1), language="de")
    assert scope.has_hit(SearchHit(url=url, provider="files", rank=1))
    file = source(1, HARBOUR).model_copy(update={"url": url, "language": "en"})
    assert scope.has_source(file)
    assert not scope.has_source(file.model_copy(update={"published": date(2010, 1, 1)}))


def test_sources_that_alone_are_read_have_any_language_and_the_dates_that_were_asked_for() -> None:
    named = {"query": "x", "sources": ["https://a.test/"], "language": "de", "since": "2020-01-01"}
    alone = Scope.of(ResearchRequest.model_validate(named))
    beside = Scope.of(ResearchRequest.model_validate({**named, "search_web": True}))
    assert alone == Scope(since=date(2020, 1, 1))
    assert beside == Scope(since=date(2020, 1, 1), language="de")

"""When a page was published: whom to believe, and which dates are of something else."""

from datetime import date
from time import process_time

import pytest
from lxml.html import document_fromstring

from research.adapters.extract.html_dates import published_on
from research.adapters.extract.html_metadata import metadata_of, metas_of
from tests.unit.adapters.extract.test_trafilatura_html import ARTICLE, extract

DAY = date(2024, 3, 5)
TODAY = date(2024, 6, 1)


def found(
    body: str, head: str = "", lang: str = "en", url: str = "https://a.test/x"
) -> date | None:
    tree = document_fromstring(
        f"<html lang='{lang}'><head><title>Storks</title>{head}</head><body>{body}</body></html>"
    )
    return published_on(tree, metas_of(tree), {}, url, lang, TODAY)


@pytest.mark.parametrize(
    "body",
    [
        f"<aside><time datetime='2019-01-02'>2 Jan 2019</time></aside>{ARTICLE}",
        f"<header><time datetime='2024-06-01'>Today</time></header>{ARTICLE}",
        f"<div class='date'><time datetime='2024-06-01'>Saturday</time></div>{ARTICLE}",
        f"{ARTICLE}<div class=related-posts><time datetime='2019-01-02'></time></div>",
        f"<article>{ARTICLE}<ul class='more-stories'><li><time>2 Jan 2019</time></ul></article>",
        f"{ARTICLE}<footer>© 2016-2023 Bird News. Updated 2 January 2019.</footer>",
        f"<nav>Published 2 January 2019</nav>{ARTICLE}",
        f"{ARTICLE}<section id=comments><time datetime='2024-03-05'></time></section>",
        f"<article><time datetime='today'>today</time></article>{ARTICLE}",
        f"<p>The storks came on 2 January 2019 — and left.</p>{ARTICLE}",
        f"{ARTICLE}<p>Date of birth: 2 January 1960</p>",
        f"<article><time datetime='2099-01-02'></time></article>{ARTICLE}",
        f"{ARTICLE}<div class='related-stories'><span class=date>2 Jan 2019</span></div>",
        f"{ARTICLE}<div id=latest-updates><p><b>2 January 2019</b> Herons</p></div>",
    ],
)
def test_dates_of_something_else_are_none(body: str) -> None:
    assert found(body) is None


@pytest.mark.parametrize(
    "body",
    [
        f"{ARTICLE}<p>Published 5 March 2024</p><aside><time datetime='2019-01-02'></time></aside>",
        f"<p>Posted on <b>Mar 5, 2024</b> by Ana</p>{ARTICLE}",
        f"<span>Veröffentlicht am 5. März 2024</span>{ARTICLE}",
        f"<div>公開日：2024年3月5日</div>{ARTICLE}",
        f"<span>เผยแพร่ 5 มี.ค. 2567</span>{ARTICLE}",
        f"<article><header><time datetime='2024-03-05'></time></header>{ARTICLE}</article>",
        f"<header><h1>Storks</h1><time>5 March 2024</time></header>{ARTICLE}",
        f"<span itemprop=datePublished content='2024-03-05'></span>{ARTICLE}",
        f"<article><time datetime='now'>March 5, 2024</time></article>{ARTICLE}",
        f"<span class='post-date'>05.03.2024</span>{ARTICLE}",
        f"<div class='post-meta'>โดย ไอดา | 5 มีนาคม 2567</div>{ARTICLE}",
        f"<p>VESSA, March 5, 2024 (VP) — The storks came back.</p>{ARTICLE}",
        f"<p>更新日：2024年5月5日 公開日：2024年3月5日</p>{ARTICLE}",
        f"<p>Publié le 5 mars 2024 à 8h</p>{ARTICLE}",
        f"<p>نُشر في 5 مارس 2024</p>{ARTICLE}",
        f"<p>منتشر شده در ۱۵ اسفند ۱۴۰۲</p>{ARTICLE}",
        f"<div class=date><p class=calendar-date>March 5</p> <b>15:23</b> 2024</div>{ARTICLE}",
    ],
)
def test_what_the_page_shows_is_read(body: str) -> None:
    assert found(body) == DAY


def meta(day: str, name: str = "article:published_time") -> str:
    return f'<meta property="{name}" content="{day}">'


def test_a_declared_date_beats_a_shown_one() -> None:
    shown = f"<article><time datetime='2024-05-30'></time></article>{ARTICLE}"
    assert found(shown, meta("2024-03-05")) == DAY


def test_a_date_to_come_gives_way_to_what_the_page_shows() -> None:
    shown = f"<article><time datetime='2024-03-05'></time></article>{ARTICLE}"
    assert found(shown, meta("2099-01-01")) == DAY
    assert found(ARTICLE, meta("2099-01-01")) is None
    assert found(ARTICLE, meta("2024-06-02T01:00:00+12:00")) == date(2024, 6, 2)


def test_the_day_of_asking_gives_way_to_an_earlier_declaration() -> None:
    assert found(ARTICLE, meta("2024-06-01") + meta("2024-03-05", "date")) == DAY
    assert found(ARTICLE, meta("2024-06-01")) == TODAY


@pytest.mark.parametrize(
    ("lang", "url", "day"),
    [
        ("en-GB", "https://a.test/x", date(2024, 3, 5)),
        ("de", "https://a.test/x", date(2024, 3, 5)),
        ("en", "https://a.test/x", date(2024, 3, 5)),
        ("en-US", "https://a.test/x", date(2024, 5, 3)),
        ("en_US", "https://a.test/x", date(2024, 5, 3)),
        ("en", "https://birds.gov/x", date(2024, 5, 3)),
    ],
)
def test_the_order_of_day_and_month_is_the_places(lang: str, url: str, day: date) -> None:
    assert found(ARTICLE, meta("05/03/2024"), lang, url) == day


def test_another_date_of_the_page_tells_the_order() -> None:
    head = meta("05/03/2024") + meta("04/25/2024", "dc.date")
    assert found(ARTICLE, head) == date(2024, 5, 3)


@pytest.mark.parametrize(
    "script",
    [
        '//<![CDATA[\n{"@type": "NewsArticle", "datePublished": "2024-03-05"}\n//]]>',
        '<!-- {"@type": "NewsArticle", "datePublished": "2024-03-05"} -->',
        '/* <![CDATA[ */ {"@type": "BlogPosting", "datePublished": "2024-03-05"}; /* ]]> */',
        "{&quot;@type&quot;:&quot;Article&quot;,&quot;datePublished&quot;:&quot;2024-03-05&quot;}",
        '{"@type": ["Article"], "datePublished": "5 March 2024", "keywords": ["a", "b",], }',
        '[{"@type": "WebPage"}, {"@type": "NewsArticle", "datePublished": "March 5, 2024"}]',
        '{"@type": "NewsArticle", "datePublished": "05/03/2024", "inLanguage": "en-GB"}',
    ],
)
def test_json_that_is_written_by_hand(script: str) -> None:
    html = f'<html><head><script type="application/ld+json">{script}</script></head>'
    assert extract(f"{html}<body>{ARTICLE}").published == DAY


@pytest.mark.parametrize(
    "body",
    [
        "<header>" + "<p>Published</p>" * 20_000,
        "<article>" * 200 + "<time>1</time>" * 5_000,
        "<div class=date>" * 200 + "x" * 100_000,
        "<p>Published" + "<b>1</b>" * 20_000,
        f"<script type='application/ld+json'>{',' * 100_000}{' ' * 300_000}</script>",
        f"<script type='application/ld+json'>{'{,' * 100_000}</script>",
    ],
)
def test_hostile_pages_end_soon(body: str) -> None:
    tree = document_fromstring(f"<html><body>{body}</body></html>")
    start = process_time()
    metadata_of(tree, "https://a.test/x")
    assert process_time() - start < 10

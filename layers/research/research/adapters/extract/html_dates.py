"""Finds when an HTML page was published.

The order of trust is JSON-LD, metas, dated elements of the article, a visible "Published ...", the
address, and what htmldate finds. What stands in a sidebar, a menu or a footer is of other pages,
and a date to come is none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from research.text.days.written_dates import read_date, tells_month_first

_METAS = ("article:published_time", "og:article:published_time", "og:published_time",
          "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued",
          "dcterms.created", "citation_date", "citation_publication_date",
          "citation_online_date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
          "publish-date", "publish_date", "published_time", "article.published",
          "publication_date", "cxenseparse:recs:publishtime", "og:pubdate")  # fmt: skip
_LINKED = ("datePublished", "dateCreated", "uploadDate")
_PATH = re.compile(r"/((?:19|20)\d\d[-/](?:0?[1-9]|1[0-2])[-/](?:0?[1-9]|[12]\d|3[01]))(?!\d)")
_MONTH_FIRST = re.compile(r"^en[-_]us|^(?:fil|tl)\b", re.IGNORECASE)
_MONTH_FIRST_HOSTS = (".gov", ".mil", ".us", ".edu")
_ELSEWHERE = ("aside", "nav", "footer", "form", "menu", "dialog")
_OTHER_PAGES = re.compile(
    r"related|sidebar|side-bar|widget|comment|recommend|teaser|recirc|most-?(?:read|popular)"
    r"|trending|latest|more-(?:stories|news)|read-?(?:more|next)|archive|calendar|clock|weather"
    r"|footer|copyright|ticker|newsletter|event",
    re.IGNORECASE,
)
_OF_A_DATE = re.compile(r"(?<!up)date", re.IGNORECASE)
"""In "calendar-date", which is a page's own as often as not."""
# What may stand for other dates too needs a colon: "Date: 5 March 2024", not "a date in March".
_LABEL = re.compile(
    r"\b(?:first published|published|publication date|posted|date posted|date published"
    r"|veröffentlicht|veröffentlichungsdatum|erschienen|publié|publiée|mis en ligne|paru|publicado"
    r"|publicada|pubblicato|pubblicata|gepubliceerd|geplaatst|publicerad|publicerat|publisert"
    r"|offentliggjort|udgivet|julkaistu|opublikowano|publikováno|vydáno|yayınlanma|опубликовано"
    r"|опубліковано|ngày đăng|diterbitkan)\b"
    r"|(?:公開|投稿|掲載|配信|发布|發布|发表|게시|입력|등록|작성|เผยแพร่|โพสต์|نشر|प्रकाशित|פורסם)"
    r"|(?:تاریخ انتشار|منتشر شده)"
    r"|\b(?:date|datum|stand|fecha|data|дата|dato|päivämäärä|tarih)\s?[:：]"
    r"|(?:日付|日期|时间|時間|날짜|วันที่|التاريخ|दिनांक)\s?[:：]",
    re.IGNORECASE,
)
_DATE_CLASS = (
    "//*[self::span or self::div or self::p or self::small or self::li or self::em"
    " or self::td or self::dd][contains(@class, 'date') or contains(@class, 'publish')"
    " or contains(@class, 'posted') or contains(@class, 'time') or contains(@class, 'meta')"
    " or contains(@class, 'byline')]"
)
_DATELINE = re.compile(r"(?=[A-ZÀ-Þ]{3})([^.!?]{3,30}[^!?]{0,50}?)\s?(?:--|[—–]|\s-\s)")
_VOWEL_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_MAX_DATELINES = 5
_MAX_LOOKED_AT = 200
_MAX_LABELLED_CHARACTERS = 160
_MAX_ANCESTORS = 40


def published_on(
    tree: HtmlElement,
    metas: Mapping[str, str],
    linked: Mapping[str, object],
    url: str,
    language: str,
    today: date | None = None,
) -> date | None:
    """The day that the page at `url` says it was published; None if it does not say.

    `language` is the page's, such as ``en-US``. Tomorrow's date passes: east of Greenwich the day
    begins earlier.
    """
    search = _Search(tree, url, language, today or datetime.now(UTC).date())
    declared = [str(linked.get(name) or "")[:40] for name in _LINKED]
    declared += [metas.get(name, "") for name in _METAS]
    return search.run(declared)


class _Search:
    """One search for the date of one page."""

    def __init__(self, tree: HtmlElement, url: str, language: str, today: date) -> None:
        self._tree = tree
        self._url = url
        self._today = today
        self._latest = today + timedelta(days=1)
        host = (urlsplit(url).hostname or "").lower()
        self._day_first = not (_MONTH_FIRST.match(language) or host.endswith(_MONTH_FIRST_HOSTS))

    def run(self, declared: list[str]) -> date | None:
        """The date, by what is `declared` in the page's head first."""
        if any(map(tells_month_first, declared)):
            self._day_first = False
        said = [found for text in declared if (found := self._read(text))]
        said += [found for text in _marked(self._tree) if (found := self._read(text))]
        if said:
            # Some templates declare the day on which the page is asked for.
            return said[0] if said[0] < self._today else min(said)
        timed = self._first(_texts_of_times(self._tree), of_today=_has_article(self._tree))
        if found := timed or self._first(_labelled(self._tree)) or self._in_path():
            return found
        shown = self._first(_dated_classes(self._tree), of_today=False)
        return shown or self._first(_datelines(self._tree)) or self._by_htmldate()

    def _read(self, text: str) -> date | None:
        return read_date(text, day_first=self._day_first, latest=self._latest)

    def _first(self, texts: Iterable[str], *, of_today: bool = True) -> date | None:
        """The first date in `texts`; `of_today`: today's may be one, and not a clock's."""
        for text in texts:
            found = self._read(text)
            if found and (of_today or found < self._today):
                return found
        return None

    def _in_path(self) -> date | None:
        found = _PATH.search(urlsplit(self._url).path)
        return self._read(found[1]) if found else None

    def _by_htmldate(self) -> date | None:
        """For dates in words and in odd places; without its extensive search, which guesses."""
        tree = deepcopy(self._tree)
        for element in list(tree.iter()):
            if element.getparent() is not None and _is_aside(element):
                element.drop_tree()
        found = find_date(tree, extensive_search=False, original_date=True)
        return self._first([found or ""], of_today=False)


def _marked(tree: HtmlElement) -> Iterator[str]:
    """The values of elements that are marked as the date of publication."""
    for element in islice(tree.xpath("//*[@itemprop='datePublished' or @pubdate]"), 3):
        if not _is_of_another_page(element):
            yield element.get("datetime") or element.get("content") or _text(element)


def _texts_of_times(tree: HtmlElement) -> Iterator[str]:
    """The ``<time>`` elements of the page's own text; what they show where they declare nothing."""
    for element in islice(tree.iter("time"), _MAX_LOOKED_AT):
        if not _is_of_another_page(element):
            yield element.get("datetime") or ""
            yield _text(element)


def _labelled(tree: HtmlElement) -> Iterator[str]:
    """Short texts such as "Published 5 March 2024", from the label on."""
    for element in islice(tree.iter("p", "span", "div", "li", "td", "small", "em", "dd", "b", "h6"),
                          20 * _MAX_LOOKED_AT):  # fmt: skip
        own = _unpointed((element.text or "")[: _MAX_LABELLED_CHARACTERS + 1])
        if not own.strip() or len(own) > _MAX_LABELLED_CHARACTERS or not _LABEL.search(own):
            continue
        text = _unpointed(_text(element))
        label = _LABEL.search(text)
        if label and not _is_of_another_page(element):
            yield text[label.end() :][:60]


def _dated_classes(tree: HtmlElement) -> Iterator[str]:
    for element in islice(tree.xpath(_DATE_CLASS), _MAX_LOOKED_AT):
        text = _text(element)
        if len(text) < _MAX_LABELLED_CHARACTERS and not _is_of_another_page(element):
            yield text


def _datelines(tree: HtmlElement) -> Iterator[str]:
    """What stands before the dash of a first paragraph: "VESSA, March 5, 2024 (AP) - The ..."."""
    for element in islice(tree.iter("p"), _MAX_DATELINES):
        place = _DATELINE.match(_text(element))
        if place and not _is_of_another_page(element):
            yield place[1]


def _has_article(tree: HtmlElement) -> bool:
    """Whether a ``<time>`` stands in the article: then today's date may be its own."""
    return bool(tree.xpath("boolean(//article//time | //main//time)"))


def _is_of_another_page(element: HtmlElement) -> bool:
    """Whether `element` stands where a page speaks of other pages or of the day."""
    for place in islice(element.iterancestors(), _MAX_ANCESTORS):
        if place.tag in ("article", "main", "body"):
            return place.tag == "article" and _is_of_another_page(place)
        if place.tag in _ELSEWHERE or _OTHER_PAGES.search(_names(place)):
            return True
        if place.tag == "header" and not _has_heading(place):
            return next(place.iterancestors("article", "main"), None) is None
    return False


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:500]


def _is_aside(element: HtmlElement) -> bool:
    """Whether `element` is a part of the page that htmldate must not look into."""
    if element.tag in _ELSEWHERE or element.tag == "time":
        return True
    if element.tag in ("article", "main", "body", "head"):
        return False
    names = _names(element)
    is_named_so = _OTHER_PAGES.search(names) and not _OF_A_DATE.search(names)
    return bool(element.tag == "header" or is_named_so) and not _has_heading(element)


def _has_heading(header: HtmlElement) -> bool:
    return any(element.tag == "h1" for element in islice(header.iter(), _MAX_LOOKED_AT))


def _unpointed(text: str) -> str:
    """`text` without Arabic's vowel marks, which a word is written with or without."""
    return _VOWEL_MARKS.sub("", text)


def _text(element: HtmlElement) -> str:
    return " ".join("".join(islice(element.itertext(), 30))[: 2 * _MAX_LABELLED_CHARACTERS].split())

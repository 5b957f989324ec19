"""Reads the metadata of an HTML page: title, author, site, date, language.

It is cheap: the body is not searched. The order of trust is schema.org's JSON-LD, then Open Graph
and article metas, then the markup.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from research.text.cleaning import clean_line

MAX_META_CHARACTERS = 1_000
MAX_JSON_CHARACTERS = 500_000
MAX_JSON_NODES = 2_000
_ARTICLE = re.compile(r"Article|BlogPosting|Report\b|NewsArticle|WebPage|Recipe|TechArticle")
_PUBLISHED = ("article:published_time", "og:article:published_time", "datepublished", "date",
              "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "citation_date",
              "citation_publication_date", "parsely-pub-date", "sailthru.date", "pubdate",
              "publish-date", "article.published", "publication_date")  # fmt: skip
_AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator",
           "dcterms.creator", "citation_author", "byl")  # fmt: skip
_TITLE = ("og:title", "twitter:title", "dc.title", "citation_title")
_SITE = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.]?(0[1-9]|1[0-2])[-/.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DATE_IN_PATH = re.compile(r"/((?:19|20)\d\d)[-/](0?[1-9]|1[0-2])[-/](0?[1-9]|[12]\d|3[01])(?!\d)")
_SITE_SUFFIX = re.compile(r"\s+[|·•»—\u2013-]\s+|\s*[|»]\s*")
_BYLINE = re.compile(r"^\s*(?:by|von|par|por|di)\s*:?\s+", re.IGNORECASE)
_AFTER_NAME = re.compile(
    r"\s*(?:\||\b(?:published|updated|posted)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day,).*",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(r"https?:|www\.|@|^\W*$|^(?:admin|staff|editor)$", re.IGNORECASE)


class Metadata(NamedTuple):
    """The metadata of a page. Empty where it has none."""

    title: str
    author: str
    site: str
    published: date | None
    language: str


def metadata_of(tree: HtmlElement, url: str) -> Metadata:
    """The metadata of the page at `url`. Every text is cleaned, on one line, and bounded."""
    metas = metas_of(tree)
    linked = _linked_data(tree)
    site = _first(metas, _SITE) or _name(linked.get("publisher"))
    site = "" if "://" in site else site  # some give the site's address for its name
    return Metadata(
        title=_title(tree, metas, linked, site),
        author=_author(tree, metas, linked),
        site=clean_line(site, 100) or (urlsplit(url).hostname or "").removeprefix("www."),
        published=_published(tree, metas, linked, url),
        language=(tree.get("lang") or tree.get("xml:lang") or _first(metas, ("og:locale",)))[:20],
    )


def metas_of(tree: HtmlElement) -> dict[str, str]:
    """The page's metas: name or property in lower case, to the first content that isn't empty."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if key and content:
            found.setdefault(key, content[:MAX_META_CHARACTERS])
    return found


def uncut_meta(metas: dict[str, str], names: tuple[str, ...]) -> str:
    """The first of `names` in `metas`, unless `MAX_META_CHARACTERS` cut it; else empty."""
    found = _first(metas, names)
    return found if len(found) < MAX_META_CHARACTERS else ""


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _linked_data(tree: HtmlElement) -> dict[str, object]:
    """The first article in the page's JSON-LD; empty if there is none."""
    articles = (
        node for node in linked_nodes(tree) if _ARTICLE.search(str(node.get("@type", ""))[:200])
    )
    return next(articles, {})


def linked_nodes(tree: HtmlElement, mentioning: str = "") -> Iterator[dict[str, object]]:
    """The objects in the page's JSON-LD, in the scripts that contain `mentioning`."""
    for script in tree.iter("script"):
        text = (script.text or "")[:MAX_JSON_CHARACTERS]
        if "ld+json" not in (script.get("type") or "").lower() or mentioning not in text:
            continue
        try:
            data: object = json.loads(text, strict=False)
        except (ValueError, RecursionError):  # written by hand, and often broken
            continue
        yield from _nodes(data)


def _nodes(data: object) -> Iterator[dict[str, object]]:
    queue = [data]
    for _ in range(MAX_JSON_NODES):
        if not queue:
            return
        node = queue.pop(0)
        if isinstance(node, list):
            queue[:0] = node[:100]
        elif isinstance(node, dict):
            yield node
            queue.append(node.get("@graph"))


def _name(value: object) -> str:
    """The name in a JSON-LD value: a string, an object with a name, or a list of either."""
    if isinstance(value, str):
        return unescape(value)
    if isinstance(value, dict):
        name = value.get("name")
        return unescape(name) if isinstance(name, str) else ""
    if isinstance(value, list):
        names = (_name(item) for item in value[:10] if not isinstance(item, list))
        return ", ".join(dict.fromkeys(name for name in names if name))
    return ""


def _title(tree: HtmlElement, metas: dict[str, str], linked: dict[str, object], site: str) -> str:
    headline = linked.get("headline")
    headings = [clean_line(h.text_content()[:2_000]) for h in islice(tree.iter("h1"), 5)]
    in_head = next((clean_line(t.text or "") for t in tree.iter("title") if t.text), "")
    if meta := clean_line(_first(metas, _TITLE)):
        return _without_site(meta, site)
    if isinstance(headline, str) and headline.strip():
        return clean_line(unescape(headline))
    named = [h for h in headings if h and h in in_head] or [h for h in headings if h][:1]
    return named[0] if named else _without_site(in_head, site)


def _without_site(title: str, site: str) -> str:
    """`title` without its last part, if that is the site's name or a short part after a bar."""
    parts = _SITE_SUFFIX.split(title)
    if len(parts) < 2 or not parts[0]:
        return title
    last = parts[-1]
    same = "".join(last.lower().split()) == "".join(clean_line(site, 100).lower().split())
    bare = title[: title.rindex(last)].rstrip(" |·•»—\u2013-") if last else title
    return bare if same or ("|" in title and len(last) < 25 < len(bare)) else title


def _author(tree: HtmlElement, metas: dict[str, str], linked: dict[str, object]) -> str:
    candidates = [_name(linked.get("author")), *(metas.get(name, "") for name in _AUTHOR)]
    candidates += [link.text_content()[:200] for link in tree.xpath("(.//a[@rel='author'])[1]")]
    candidates += [
        element.text_content()[:200]
        for element in tree.xpath("(.//*[@itemprop='author' or contains(@class, 'byline')])[1]")
    ]
    for candidate in candidates:
        name = _AFTER_NAME.sub("", _BYLINE.sub("", clean_line(candidate, 200)))
        if 2 < len(name) <= 120 and len(name.split()) <= 14 and not _NOT_A_NAME.search(name):
            return name
    return ""


def _published(
    tree: HtmlElement, metas: dict[str, str], linked: dict[str, object], url: str
) -> date | None:
    candidates: list[str] = [
        str(linked.get("datePublished") or "")[:40],
        *(metas.get(n, "") for n in _PUBLISHED),
        *(t.get("datetime")[:40] for t in tree.xpath("(.//time[@datetime])[position() <= 3]")),
    ]
    for text in candidates:
        if found := _date_in(_DATE, text):
            return found
    if found := _date_in(_DATE_IN_PATH, urlsplit(url).path):
        return found
    # For dates in words and in odd places; without its extensive search, which guesses.
    found_date = find_date(tree, extensive_search=False, original_date=True)
    return _date_in(_DATE, found_date) if found_date else None


def _date_in(pattern: re.Pattern[str], text: str) -> date | None:
    match = pattern.search(text)
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:  # 31 February
        return None

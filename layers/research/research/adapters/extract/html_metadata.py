"""Reads the metadata of an HTML page: title, author, site, date, language.

It is cheap: the body is not searched. The order of trust is schema.org's JSON-LD, then Open Graph
and article metas, then the markup.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from html import unescape
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from research.adapters.extract.html_dates import published_on
from research.adapters.extract.html_site import named_site, site_of
from research.text.cleaning import clean_line

MAX_META_CHARACTERS = 1_000
MAX_JSON_CHARACTERS = 500_000
MAX_JSON_NODES = 2_000
MAX_AUTHOR_LINKS = 10
_ARTICLE = re.compile(r"Article|BlogPosting|Report\b|NewsArticle|WebPage|Recipe|TechArticle")
_AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator",
           "dcterms.creator", "citation_author", "byl")  # fmt: skip
_TITLE = ("og:title", "twitter:title", "dc.title", "citation_title")
_LANGUAGE = ("og:locale", "content-language", "dc.language", "language")
_BEFORE_JSON = ("//", "/*", "<!--", "<![CDATA[", "*/")
_AFTER_JSON = ("*/", "//", "/*", "-->", "]]>", ";")
_LAST_COMMA = re.compile(r",\s*+([}\]])")
# Of cleaned lines, in which no two blanks stand side by side.
_SITE_SUFFIX = re.compile(r" [|·•»—\u2013-] | ?[|»] ?")
_BYLINE = re.compile(r"^(?:by|von|par|por|di) ?:? ", re.IGNORECASE)
_AFTER_NAME = re.compile(
    r" ?(?:\||\b(?:published|updated|posted)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day,"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|tember"
    r"|ober|ember)?\.? \d).*",
    re.IGNORECASE,
)
# "ERIC HOLTVessa Press": a line ended behind the name.
_GLUED = re.compile(r"(\b[A-Z]{2,30} [A-Z]{2,30})(?=[A-Z][a-z]{2})")
_BETWEEN_NAMES = re.compile(r"[,;&]| (?:and|und|et|y|e) ")
_PRINTED_AUTHOR = (
    "(.//*[not(self::meta) and (@itemprop='author' or contains(@class, 'byline'))])[1]"
)
_NOT_A_NAME = re.compile(r"https?:|www\.|@|^\W*$|^(?:admin|staff|editor)$", re.IGNORECASE)


class Metadata(NamedTuple):
    """The metadata of a page. Empty where it has none."""

    title: str
    author: str
    site: str
    published: date | None
    language: str
    is_paid: bool
    """It says of itself that it is not free to read."""


def metadata_of(tree: HtmlElement, url: str) -> Metadata:
    """The metadata of the page at `url`. Every text is cleaned, on one line, and bounded."""
    metas = metas_of(tree)
    linked = _linked_data(tree)
    site = named_site(metas, _name(linked.get("publisher")))
    language = (tree.get("lang") or tree.get("xml:lang") or _first(metas, _LANGUAGE))[:20]
    return Metadata(
        title=_title(tree, metas, linked, site),
        author=_author(tree, metas, linked),
        site=site_of(site, metas, url),
        published=published_on(tree, metas, linked, url, _regional(language, metas, linked)),
        language=language,
        is_paid=str(linked.get("isAccessibleForFree", "")).lower() == "false"
        or metas.get("article:content_tier", "").lower() in ("locked", "metered"),
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


def _regional(language: str, metas: dict[str, str], linked: dict[str, object]) -> str:
    """`language` with its region, if another place on the page names that."""
    places = (language, metas.get("og:locale", ""), str(linked.get("inLanguage") or ""))
    return next((place for place in places if "-" in place or "_" in place), language)[:20]


def _linked_data(tree: HtmlElement) -> dict[str, object]:
    """The first dated article in the page's JSON-LD, else the first; empty if there is none."""
    articles = [
        node for node in linked_nodes(tree) if _ARTICLE.search(str(node.get("@type", ""))[:200])
    ]
    dated = (node for node in articles if node.get("datePublished"))
    return next(dated, articles[0] if articles else {})


def linked_nodes(tree: HtmlElement, mentioning: str = "") -> Iterator[dict[str, object]]:
    """The objects in the page's JSON-LD, in the scripts that contain `mentioning`."""
    for script in tree.iter("script"):
        text = (script.text or "")[:MAX_JSON_CHARACTERS]
        if "ld+json" not in (script.get("type") or "").lower() or mentioning not in text:
            continue
        yield from _nodes(_read_json(text))


def _without_marks(text: str) -> str:
    """`text` without the marks of a comment or of CDATA at its ends."""
    text = text.strip()
    for _ in range(4):
        for mark in _BEFORE_JSON:
            text = text.removeprefix(mark).lstrip()
        for mark in _AFTER_JSON:
            text = text.removesuffix(mark).rstrip()
    return text


def _read_json(text: str) -> object:
    """The JSON in a script, often written by hand; None for what can't be read.

    What is mended: the marks of a comment or of CDATA around it, escaped quotes, and commas
    behind a last item.
    """
    bare = _without_marks(text)
    unescaped = unescape(bare) if "&quot;" in bare or "&#34;" in bare else bare
    for written in dict.fromkeys((text, bare, unescaped, _LAST_COMMA.sub(r"\1", unescaped))):
        try:
            return json.loads(written, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


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
    """The first author that the page tells programs and prints, else the first that it tells.

    Some tell programs who put the article there, and readers who wrote it. Of lists with names that
    it prints, that with the most of them, and then the longest: one meta may have the first alone.
    """
    told = _person_names([_name(linked.get("author")), *(metas.get(name, "") for name in _AUTHOR)])
    links = tree.xpath(f"(.//a[@rel='author'])[position() <= {MAX_AUTHOR_LINKS}]")
    places = (*links, *tree.xpath(_PRINTED_AUTHOR))
    printed = _person_names(place.text_content()[:200] for place in places)
    names = frozenset().union(*map(_single_names, printed))
    both = {name: _single_names(name) for name in told if names & _single_names(name)}
    if both:
        return max(both, key=lambda name: (len(names & both[name]), len(both[name])))
    return next(iter([*told, *printed]), "")


def _single_names(names: str) -> frozenset[str]:
    """The folded `names` of a list, and the list itself, which may be one name."""
    folded = names.casefold()
    parts = (part.strip() for part in _BETWEEN_NAMES.split(folded))
    return frozenset((folded, *filter(None, parts)))


def _person_names(candidates: Iterable[str]) -> list[str]:
    """What of `candidates` may be a person's name, without what stands around it in a byline."""
    lines = (_GLUED.sub(r"\1, ", clean_line(one, 200)) for one in candidates)
    names = (_AFTER_NAME.sub("", _BYLINE.sub("", line)) for line in lines)
    return [
        name
        for name in names
        if 2 < len(name) <= 120 and len(name.split()) <= 14 and not _NOT_A_NAME.search(name)
    ]

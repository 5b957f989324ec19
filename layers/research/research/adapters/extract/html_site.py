"""Names the site of an HTML page as its readers know it."""

from collections.abc import Mapping
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from research.text.cleaning import clean_line
from research.text.words.word_lists import read_rows

MAX_SITE_CHARACTERS = 100
_NAMED = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_PUBLISHED = ("publisher", "dc.publisher", "dcterms.publisher", "citation_publisher",
              "citation_journal_title")  # fmt: skip
_APPS = ("twitter:app:name:googleplay", "twitter:app:name:iphone", "al:android:app_name")
"""The site's app: mostly its name, but its host says more where that has one."""
_SECTIONS = frozenset(read_rows("site_sections", "sections"))
_BEFORE_MOTTO = " | "


def named_site(metas: Mapping[str, str], publisher: str) -> str:
    """The site's name in `metas`, else `publisher`, that of the page's JSON-LD; empty where none.

    Some give the site's address for its name, or that of an edition or a section ("U.S.", "News"):
    what comes next is taken then. A motto behind the name is no part of it. Of several ways of
    writing one name, "usatoday" and "USA TODAY", that with capitals is taken.
    """
    named = (metas.get(name, "") for name in _NAMED)
    published = (metas.get(name, "") for name in _PUBLISHED)
    names = (*named, publisher, *published)
    first = _first_name(*names)
    same = (_bare(name) for name in names if _letters(name) == _letters(first))
    return next((name for name in same if not name.islower()), first)


def site_of(named: str, metas: Mapping[str, str], url: str) -> str:
    """What readers are told as the site of the page at `url`, on one line: what it is `named`, else
    its host, else the name of its app. What is named by the first part of its host is called by
    all of that. Empty where its host is a number or a name at home, such as a mirror's: nobody
    knows the site by that.
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    apps = (metas.get(name, "") for name in _APPS)
    name = clean_line(named, MAX_SITE_CHARACTERS)
    is_label = name.islower() and host.startswith(f"{name}.")
    return ("" if is_label else name) or _public(host) or _first_name(*apps)


def _first_name(*names: str) -> str:
    cleaned = (_bare(name) for name in names if "://" not in name)
    return next((name for name in cleaned if name and name.casefold() not in _SECTIONS), "")


def _letters(name: str) -> str:
    return "".join(_bare(name).casefold().split())


def _bare(name: str) -> str:
    """`name` on one line, without the mark of an account in front or a motto behind."""
    return clean_line(name, MAX_SITE_CHARACTERS).removeprefix("@").partition(_BEFORE_MOTTO)[0]


def _public(host: str) -> str:
    with suppress(ValueError):
        ip_address(host)
        return ""
    return host if "." in host else ""

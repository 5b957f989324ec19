"""The bounds of a request: the domains, the dates and the language that its pages may have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from research.domain.request import ResearchRequest
from research.domain.source import SearchHit, Source, SourceOrigin, origin_of

MAX_SITE_SEARCHES = 3
"""Domains that are searched one by one; more would be as many searches."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Bounds that pages must be within. A page whose date or language is not known is within.

    A file may have any language and is in no domain: it was named, and no search of the web finds
    one.
    """

    allow_domains: tuple[str, ...] = ()
    deny_domains: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    language: str = ""

    @classmethod
    def of(cls, request: ResearchRequest) -> "Scope":
        """The bounds of `request`. Sources that alone are read may have any language."""
        return cls(
            request.domains.allow,
            request.domains.deny,
            request.since,
            request.until,
            request.language if request.searches_web else "",
        )

    def has_hit(self, hit: SearchHit) -> bool:
        """Whether the page behind `hit` may be wanted, by what is known before it is read."""
        return _is_file(hit.url) or (self.has_address(hit.url) and self._has_date(hit.published))

    def has_source(self, source: Source) -> bool:
        """Whether a page that was read is within: its own address and date, and its language."""
        return (
            self.has_address(source.url)
            and self._has_date(source.published)
            and (_is_file(source.url) or _has_language(self.language, source.language))
        )

    def queries(self, queries: Sequence[str]) -> list[str]:
        """`queries`, for the allowed domains alone where there are few: engines know ``site:``."""
        if not 0 < len(self.allow_domains) <= MAX_SITE_SEARCHES:
            return list(queries)
        return [f"{query} site:{domain}" for query in queries for domain in self.allow_domains]

    def has_address(self, url: str) -> bool:
        """Whether the site of `url` is one of those wanted."""
        if _is_file(url):
            return True
        host = (urlsplit(url).hostname or "").rstrip(".")
        if any(_is_under(host, domain) for domain in self.deny_domains):
            return False
        return not self.allow_domains or any(_is_under(host, d) for d in self.allow_domains)

    def _has_date(self, published: date | None) -> bool:
        if published is None:
            return True
        after = self.since is None or published >= self.since
        return after and (self.until is None or published <= self.until)


ANYWHERE = Scope()


def out_of_scope(scope: Scope, sources: Sequence[Source]) -> tuple[str, ...]:
    """A warning that numbers those of `sources` that are not within `scope`; empty without any."""
    out = [source for source in sources if not scope.has_source(source)]
    if not out:
        return ()
    numbers = ", ".join(str(source.id) for source in out)
    line = (
        f"{len(out)} of the {len(sources)} pages read ({numbers}) are not used: their date, domain "
        "or language is not one that was asked for."
    )
    return (line,)


def why_none(scope: Scope, sources: Sequence[Source]) -> str:
    """The message of an error: `sources` were read, and none of them is within `scope`."""
    read = "the one page that was read" if len(sources) == 1 else f"{len(sources)} pages were read"
    in_any_language = replace(scope, language="")
    if all(map(in_any_language.has_source, sources)):
        if len(sources) == 1:
            return f"{read} is in another language than {scope.language}"
        return f"{read}, and all are in another language than {scope.language}"
    asked = "of the date, the domain and the language that were asked for"
    return f"{read} is not {asked}" if len(sources) == 1 else f"{read}, and none is {asked}"


def _is_file(url: str) -> bool:
    return origin_of(url) is SourceOrigin.FILE


def _is_under(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _has_language(wanted: str, of_source: str) -> bool:
    return not wanted or not of_source or wanted.partition("-")[0] == of_source.partition("-")[0]

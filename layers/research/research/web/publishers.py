"""Tells whether two sources have one publisher."""

from research.domain.source import Source
from research.web.canonical_urls import domain_of


def publishers_of(source: Source) -> frozenset[str]:
    """The names that its publisher goes by: its domain, and what its site is called.

    Two sources that share one are of one publisher. What has neither is its own.
    """
    named = (domain_of(source.url), " ".join(source.site.casefold().split()))
    return frozenset(filter(None, named)) or frozenset((source.url,))

"""Fuses several rankings of search hits into one, by reciprocal rank fusion."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import fsum

from research.domain.source import SearchHit
from research.web.canonical_urls import canonical_url, domain_of

RANK_CONSTANT = 60
"""k of reciprocal rank fusion: Cormack, Clarke & Buettcher, "Reciprocal rank fusion outperforms
Condorcet and individual rank learning methods" (SIGIR 2009), which found 60 good throughout."""
NEWS_STEP = 4
"""The first page of a search of the news counts as the fourth of another, its second as the eighth:
about a fifth of what is read, where a question is no news, and more where other searches agree."""


def fuse(
    rankings: Iterable[Sequence[SearchHit]], *, total: int, per_domain: int
) -> tuple[SearchHit, ...]:
    """One list from several, each page once, best first, at most `total` hits.

    A page scores the sum of ``1 / (RANK_CONSTANT + rank)`` over the rankings that hold it; equal
    scores stay in the order in which pages were first seen. Of several hits for a page the best
    ranked stays, with the longest title, snippet and byline, and the first date that any has.

    A search of the news counts less: each of its places is `NEWS_STEP` places of another.

    Hits beyond `per_domain` of one domain stand behind all others: no domain fills the list
    while another has something to say, and a question that one site alone answers is answered.
    """
    found: defaultdict[str, _FusedPage] = defaultdict(_FusedPage)
    for ranking in rankings:
        distinct: dict[str, SearchHit] = {}
        for hit in ranking:
            distinct.setdefault(canonical_url(hit.url), hit)
        for rank, (key, hit) in enumerate(distinct.items(), start=1):
            found[key].add(hit, rank * NEWS_STEP if hit.is_news else rank)
    best_first = sorted(found.values(), key=lambda page: -page.score())
    hits = [page.hit() for page in best_first]
    return tuple(_domains_take_turns(hits, per_domain)[:total])


@dataclass(slots=True)
class _FusedPage:
    """A page, and the hits for it with the rank of each."""

    places: list[tuple[int, SearchHit]] = field(default_factory=list)

    def add(self, hit: SearchHit, rank: int) -> None:
        self.places.append((rank, hit))

    def score(self) -> float:
        # fsum, because the sum must not depend on the order: it would part equal scores.
        return fsum(1 / (RANK_CONSTANT + rank) for rank, _ in self.places)

    def hit(self) -> SearchHit:
        hits = [hit for _, hit in sorted(self.places, key=lambda place: place[0])]
        dates = (hit.published for hit in hits if hit.published)
        better = {
            "title": max((hit.title for hit in hits), key=len),
            "snippet": max((hit.snippet for hit in hits), key=len),
            "published": next(dates, None),
            "author": max((hit.author for hit in hits), key=len),
        }
        return hits[0].model_copy(update=better)


def _domains_take_turns(hits: Sequence[SearchHit], per_domain: int) -> list[SearchHit]:
    taken: Counter[str] = Counter()
    first: list[SearchHit] = []
    later: list[SearchHit] = []
    for hit in hits:
        domain = domain_of(canonical_url(hit.url))  # a cache's pages are those of their sites
        taken[domain] += 1
        (later if domain and taken[domain] > per_domain else first).append(hit)
    return first + later

"""Fusing rankings of hits: by rank, each page once, domains in turn."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from research.domain.source import SearchHit
from research.stages.search.fusion import fuse
from research.web.canonical_urls import canonical_url, domain_of


def hit(url: str, rank: int = 1, **fields: object) -> SearchHit:
    return SearchHit.model_validate({"url": url, "provider": "p", "rank": rank} | fields)


def ranking(*urls: str) -> list[SearchHit]:
    return [hit(url, rank) for rank, url in enumerate(urls, start=1)]


def urls(hits: tuple[SearchHit, ...]) -> list[str]:
    return [hit.url for hit in hits]


def test_a_page_found_twice_beats_one_found_once_at_the_top() -> None:
    fused = fuse(
        [ranking("http://a.test/", "http://b.test/"), ranking("http://c.test/", "http://b.test/")],
        total=9,
        per_domain=9,
    )
    assert urls(fused) == ["http://b.test/", "http://a.test/", "http://c.test/"]


def test_scores_are_those_of_the_paper() -> None:
    # One place at rank 1 is worth 1/61; two at rank 63 are worth 2/123, which is less, two at
    # rank 61 are 2/121, which is more.
    def places(rank: int) -> list[SearchHit]:
        return ranking(*(f"http://{rank}-{n}.test/" for n in range(1, rank)), "http://b.test/")

    lone = ranking("http://a.test/")
    assert Fraction(2, 123) < Fraction(1, 61) < Fraction(2, 121)
    for rank, first in ((63, "a"), (61, "b")):
        fused = urls(fuse([lone, places(rank), places(rank)], total=999, per_domain=9))
        order = sorted(("http://a.test/", "http://b.test/"), key=fused.index)
        assert order[0] == f"http://{first}.test/"


def test_equal_scores_stay_in_the_order_first_seen() -> None:
    one, two = ranking("http://z.test/", "http://y.test/"), ranking("http://a.test/")
    assert urls(fuse([one, two], total=9, per_domain=9)) == [
        "http://z.test/", "http://a.test/", "http://y.test/",
    ]  # fmt: skip


def test_twins_are_one_page_with_the_best_of_each() -> None:
    worse = hit("https://m.a.test/x?utm_source=p", 2, title="A long and full title", snippet="s")
    better = hit("https://a.test/x", 1, title="A long…", published=None, snippet="a long snippet")
    dated = hit("https://a.test/x/amp", 3, published=date(2024, 5, 1))
    filler = ranking("https://b.test/", "https://c.test/")
    [first, *_] = fuse([[filler[0], worse], [better], [*filler, dated]], total=9, per_domain=9)
    assert first == hit(
        "https://a.test/x",
        1,
        title="A long and full title",
        snippet="a long snippet",
        published=date(2024, 5, 1),
    )


def test_a_page_twice_in_one_ranking_counts_once() -> None:
    repeated = ranking("http://a.test/", "http://a.test/#x", "http://a.test/#y", "http://b.test/")
    other = ranking("http://b.test/")
    assert urls(fuse([repeated, other], total=9, per_domain=9))[0] == "http://b.test/"


def test_no_domain_fills_the_list() -> None:
    many = ranking(*(f"http://n{n}.big.test/" for n in range(8)))
    few = ranking("http://a.test/", "http://b.test/", "http://c.test/")
    fused = urls(fuse([many, few], total=5, per_domain=2))
    assert [domain_of(url) for url in fused] == ["big.test", "a.test", "big.test", "b.test",
                                                 "c.test"]  # fmt: skip


def test_a_cap_drops_nothing_when_there_is_room() -> None:
    many = ranking(*(f"http://big.test/{n}" for n in range(6)))
    assert urls(fuse([many], total=9, per_domain=2)) == [hit.url for hit in many]


def test_pages_in_an_amp_cache_count_for_their_sites() -> None:
    cached = ranking(*(f"https://www.google.com/amp/s/s{n}.test/" for n in range(3)))
    later = ranking("https://other.test/")
    assert len(fuse([cached, later], total=4, per_domain=1)) == 4
    assert urls(fuse([cached, later], total=2, per_domain=1))[0] == cached[0].url
    assert urls(fuse([cached, later], total=4, per_domain=1))[3] == cached[2].url


def test_pages_of_one_loopback_server_are_not_one_domain() -> None:
    local = ranking(*(f"http://127.0.0.1:8899/s{n}.test/" for n in range(4)))
    other = ranking("http://a.test/")
    assert urls(fuse([local, other], total=9, per_domain=1))[-1] == local[-1].url
    assert urls(fuse([local, other], total=2, per_domain=1)) == [local[0].url, other[0].url]
    assert urls(fuse([local, other], total=3, per_domain=1))[2] == local[1].url


@given(
    st.lists(st.lists(st.sampled_from([f"http://{d}{n}.{d}.test/{n}" for d in "abc"
                                       for n in range(5)]), max_size=8), max_size=5),
    st.integers(1, 12), st.integers(1, 4),
)  # fmt: skip
def test_whatever_is_fused(lists: list[list[str]], total: int, per_domain: int) -> None:
    rankings = [ranking(*found) for found in lists]
    fused = urls(fuse(rankings, total=total, per_domain=per_domain))
    everything = {canonical_url(url) for found in lists for url in found}
    assert len(fused) == min(total, len(everything))
    assert len({canonical_url(url) for url in fused}) == len(fused)
    domains = [domain_of(url) for url in fused]
    over = [n for n, domain in enumerate(domains) if domains[:n].count(domain) >= per_domain]
    assert over == list(range(len(fused) - len(over), len(fused)))

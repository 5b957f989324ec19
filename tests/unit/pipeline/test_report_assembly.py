"""What a report counts, and which images and videos of its cited sources it links to."""

import pytest

from research.domain.claim import Citation, Claim, Disagreement, Draft, Section
from research.domain.request import ResearchRequest
from research.domain.source import MediaKind, MediaLink, Source
from research.pipeline.report_assembly import (
    MAX_OF_EACH,
    ResearchOutcome,
    assemble,
    kinds_wanted,
    media_shown,
)
from research.pipeline.run_context import Run
from research.stages.read.read import ReadOutcome
from research.stages.search.search import SearchOutcome
from tests.unit.pipeline.pipeline_on_fakes import LIMITS, FakeWiring
from tests.unit.stages.render.render_sample import source

IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO


def test_a_source_that_is_cited_only_where_two_differ_counts_as_cited() -> None:
    sources = tuple(
        source(number, "Words.", url=f"https://s{number}.example/") for number in (1, 2, 3, 4)
    )
    cited = {n: Citation(source=n, quote="Words.", start=0, end=6) for n in (1, 2, 3)}
    draft = Draft(
        title="T",
        key_findings=(Claim(text="Words.", citations=(cited[1],)),),
        sections=(Section(question="Q", claims=(Claim(text="Words.", citations=(cited[1],)),)),),
        disagreements=(Disagreement(subject="words", citations=(cited[2], cited[3])),),
    )
    outcome = ResearchOutcome(draft, SearchOutcome((), (), ()), ReadOutcome(sources, (), 0))
    run = Run(ResearchRequest(query="q"), "j", FakeWiring().ports(), LIMITS, lambda _: None)
    report = assemble(run, outcome, started=0.0)
    assert (report.stats.sources_cited, report.stats.sources_read, report.stats.claims) == (3, 4, 2)


def showing(number: int, *media: tuple[MediaKind, str]) -> Source:
    links = tuple(
        MediaLink(kind=kind, url=f"https://m.example/{name}", caption=f"Words of {name}.")
        for kind, name in media
    )
    made = source(number, "Words.", url=f"https://s{number}.example/")
    return made.model_copy(update={"media": links})


def citing(*numbers: int) -> Draft:
    claims = tuple(
        Claim(text="Words.", citations=(Citation(source=n, quote="Words.", start=0, end=6),))
        for n in numbers
    )
    return Draft(
        title="T", key_findings=claims[:1], sections=(Section(question="Q", claims=claims[1:]),)
    )


def shown(draft: Draft, *sources: Source, kinds: frozenset[MediaKind]) -> list[tuple[int, str]]:
    media = media_shown(draft, sources, kinds)
    return [(one.source, one.url.rpartition("/")[2]) for one in media]


BOTH = frozenset(MediaKind)


def test_an_image_of_which_its_page_says_nothing_is_left_out_and_a_video_is_not() -> None:
    mute = [MediaLink(kind=kind, url=f"https://m.example/mute-{kind}") for kind in MediaKind]
    page = showing(1, (IMAGE, "a"))
    page = page.model_copy(update={"media": (*mute, *page.media)})
    assert shown(citing(1), page, kinds=BOTH) == [(1, "a"), (1, f"mute-{VIDEO}")]


@pytest.mark.parametrize(
    "caption", ["Business focus", "Courtesy Getty", "Subscribe to our newsletter for more words"]
)
def test_an_image_of_something_else_and_an_advertisement_are_left_out(caption: str) -> None:
    page = showing(1, (IMAGE, "a"))
    other = MediaLink(kind=IMAGE, url="https://m.example/other", caption=caption)
    page = page.model_copy(update={"media": (other, *page.media)})
    assert shown(citing(1), page, kinds=BOTH) == [(1, "a")]


def test_the_first_of_each_cited_source_comes_before_the_second_of_any() -> None:
    one = showing(1, (IMAGE, "a"), (IMAGE, "b"), (VIDEO, "v"))
    two = showing(2, (VIDEO, "w"), (IMAGE, "c"), (IMAGE, "a"))
    uncited = showing(3, (IMAGE, "d"), (VIDEO, "x"))
    assert shown(citing(2, 1, 2), one, two, uncited, kinds=BOTH) == [
        (2, "c"), (1, "a"), (1, "b"), (2, "w"), (1, "v"),
    ]  # fmt: skip


def test_there_are_no_more_than_a_reader_looks_at() -> None:
    sources = [
        showing(n, *((kind, f"{n}-{kind}-{k}") for k in range(4) for kind in MediaKind))
        for n in range(1, 9)
    ]
    found = media_shown(citing(*range(1, 9)), sources, BOTH)
    assert [one.kind for one in found] == [IMAGE] * MAX_OF_EACH + [VIDEO] * MAX_OF_EACH


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [(1, "a"), (1, "v")]),
        ({"include_images": False}, [(1, "v")]),
        ({"include_videos": False}, [(1, "a")]),
        ({"include_images": False, "include_videos": False}, []),
    ],
)
def test_what_was_not_asked_for_is_not_there(
    fields: dict[str, bool], expected: list[tuple[int, str]]
) -> None:
    kinds = kinds_wanted(ResearchRequest.model_validate({"query": "q", **fields}))
    assert shown(citing(1), showing(1, (IMAGE, "a"), (VIDEO, "v")), kinds=kinds) == expected

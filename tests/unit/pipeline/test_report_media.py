"""Which images and videos of its sources and of searches a report links to, with which copies."""

from dataclasses import replace

import pytest

from research.domain.claim import Citation, Claim, Draft, Section
from research.domain.errors import FetchError, HttpStatusError, ImageUnusableError
from research.domain.progress import Stage, Step
from research.domain.request import ResearchRequest
from research.domain.source import FoundMedia, ImagePreview, MediaKind, MediaLink, Source
from research.pipeline.report_media import (
    MAX_OF_EACH,
    NONE_LISTED,
    ShownMedia,
    kinds_wanted,
    media_shown,
    shown_media,
)
from research.pipeline.run_context import Run
from research.stages.media.media import MediaOutcome
from tests.fakes.image_previews import FakeImagePreviews
from tests.unit.pipeline.pipeline_on_fakes import LIMITS, FakeWiring
from tests.unit.stages.render.render_sample import PREVIEW, source

IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO


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


PAGE = showing(1, (IMAGE, "a"), (IMAGE, "b"), (VIDEO, "v"))


FOUND = (
    FoundMedia(kind=IMAGE, url="https://i.example/f", caption="F", provider="fake images"),
    FoundMedia(kind=VIDEO, url="https://i.example/w", caption="W", provider="fake videos"),
    FoundMedia(kind=IMAGE, url="https://m.example/a", caption="A", provider="fake images"),
)


async def media_of(
    previews: FakeImagePreviews | None, *found: FoundMedia, **fields: bool
) -> tuple[ShownMedia, list[Step]]:
    steps: list[Step] = []
    ports = replace(FakeWiring().ports(), previews=previews)
    run = Run(ResearchRequest(query="q", **fields), "j", ports, LIMITS, steps.append)

    async def searching() -> MediaOutcome:
        return MediaOutcome(found)

    return await shown_media(run, citing(1), [PAGE], searching()), steps


async def test_without_a_way_to_make_them_there_are_no_copies() -> None:
    shown, steps = await media_of(None, *FOUND)
    assert [one.preview for one in (*shown.media, *shown.found)] == [None] * 5
    assert (shown.warnings, steps) == ((), [])


async def test_each_image_has_its_copy_and_no_video_is_asked_for() -> None:
    previews = FakeImagePreviews(PREVIEW)
    shown, steps = await media_of(previews, embed_images=True)
    assert [one.preview for one in shown.media] == [PREVIEW, PREVIEW, None]
    assert sorted(previews.asked) == ["https://m.example/a", "https://m.example/b"]
    assert [(one.stage, one.message) for one in steps] == [
        (Stage.RENDER, "1 of 2 images"),
        (Stage.RENDER, "2 of 2 images"),
    ]


async def test_images_of_searches_have_copies_too_and_none_is_asked_for_twice() -> None:
    previews = FakeImagePreviews(PREVIEW)
    shown, _ = await media_of(previews, *FOUND, embed_images=True)
    assert [(one.url, one.preview) for one in shown.found] == [
        ("https://i.example/f", PREVIEW),
        ("https://i.example/w", None),
    ]
    names = ["https://i.example/f", "https://m.example/a", "https://m.example/b"]
    assert sorted(previews.asked) == names


@pytest.mark.parametrize("url", ["https://m.example/a", "https://i.example/f"])
@pytest.mark.parametrize(
    "error",
    [HttpStatusError("the server answered 404"), ImageUnusableError("the image is broken (x)")],
)
async def test_what_failed_stays_a_link_and_is_told(
    url: str, error: FetchError | ImageUnusableError
) -> None:
    previews = FakeImagePreviews(PREVIEW, {url: error})
    shown, _ = await media_of(previews, *FOUND, embed_images=True)
    bare = [one.url for one in (*shown.media, *shown.found) if one.preview is None]
    assert sorted(bare) == sorted([url, "https://m.example/v", "https://i.example/w"])
    assert shown.warnings == (f"The image {url} is a link alone: {error}.",)


async def test_that_there_are_no_links_to_images_is_told() -> None:
    previews = FakeImagePreviews(PREVIEW)
    shown, _ = await media_of(previews, *FOUND, embed_images=True, include_images=False)
    assert shown.warnings == (NONE_LISTED,)
    assert {one.kind for one in (*shown.media, *shown.found)} == {VIDEO}
    assert previews.asked == []


def test_a_copy_is_base64_and_small() -> None:
    for data in ("", 'a"b', "x" * 80_001):
        with pytest.raises(ValueError, match="data"):
            ImagePreview(data=data, width=1, height=1)

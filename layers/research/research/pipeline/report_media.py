"""Lists the images and videos that cited pages show or a search found, and has small copies made of
the images.
"""

import asyncio
from collections.abc import Awaitable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from research.domain.claim import Draft
from research.domain.errors import FetchError, ImageUnusableError
from research.domain.progress import Stage, Step
from research.domain.request import ResearchRequest
from research.domain.source import (
    CitedMedia,
    Failure,
    FoundMedia,
    ImagePreview,
    MediaKind,
    MediaLink,
    Source,
)
from research.pipeline.run_context import Run
from research.ports import ImagePreviews
from research.stages.media.media import MediaOutcome, media_beside
from research.text.cleaning import clean_line
from research.text.page_furniture import is_furniture
from research.text.terms import terms

MAX_OF_EACH = 8
"""Images, and videos, of the sources in a report, and of searches: more would be a gallery."""
PREVIEWS_AT_ONCE = 4
MAX_NAME_CHARACTERS = 120
NONE_LISTED = "No image is embedded: the request wants no links to images."


@dataclass(frozen=True, slots=True)
class ShownMedia:
    """What the report lists of its sources and of searches, and what went wrong with it."""

    media: tuple[CitedMedia, ...] = ()
    found: tuple[FoundMedia, ...] = ()
    failures: tuple[Failure, ...] = ()
    """Of searches."""
    warnings: tuple[str, ...] = ()
    """Which images no small copy could be made of, and why."""


async def shown_media(
    run: Run, draft: Draft, sources: Sequence[Source], searching: Awaitable[MediaOutcome]
) -> ShownMedia:
    """The images and videos of the sources that `draft` cites, then those that `searching` finds
    besides, with small copies where the run has a way to make them. Raises `StoreError` and
    `RunStoppedError` as the journal does.
    """
    kinds = kinds_wanted(run.request)
    media = media_shown(draft, sources, kinds)
    searched = await searching
    found = media_beside(searched.found, [one.url for one in media], kinds, MAX_OF_EACH)
    listed = ShownMedia(media, found, searched.failures)
    previews = run.ports.previews
    if previews is None:
        return listed
    if not run.request.include_images:
        return replace(listed, warnings=(NONE_LISTED,))
    if not any(one.kind is MediaKind.IMAGE for one in (*media, *found)):
        return listed
    return await run.keep("small-copies", ShownMedia, lambda: _with_previews(run, previews, listed))


async def _with_previews(run: Run, previews: ImagePreviews, listed: ShownMedia) -> ShownMedia:
    """What is `listed`, with a small copy of each image that one can be made of."""
    images = [one for one in (*listed.media, *listed.found) if one.kind is MediaKind.IMAGE]
    places = asyncio.Semaphore(PREVIEWS_AT_ONCE)
    done = 0

    async def looked_at(one: MediaLink) -> ImagePreview | str:
        nonlocal done
        async with places:
            made = await _preview(previews, one.url)
        done += 1
        run.progress(Step(stage=Stage.RENDER, message=f"{done} of {len(images)} images"))
        return made

    made = await asyncio.gather(*map(looked_at, images))
    copies = {
        one.url: copy
        for one, copy in zip(images, made, strict=True)
        if isinstance(copy, ImagePreview)
    }
    return replace(
        listed,
        media=tuple(
            one.model_copy(update={"preview": copies.get(one.url)}) for one in listed.media
        ),
        found=tuple(
            one.model_copy(update={"preview": copies.get(one.url)}) for one in listed.found
        ),
        warnings=tuple(one for one in made if isinstance(one, str)),
    )


async def _preview(previews: ImagePreviews, url: str) -> ImagePreview | str:
    """A small copy of the image at `url`, or the warning that tells why there is none."""
    try:
        return await previews.preview(url)
    except (FetchError, ImageUnusableError) as error:
        return f"The image {clean_line(url, MAX_NAME_CHARACTERS)} is a link alone: {error}."


def kinds_wanted(request: ResearchRequest) -> frozenset[MediaKind]:
    """The kinds of media that `request` wants links to."""
    wanted = {MediaKind.IMAGE: request.include_images, MediaKind.VIDEO: request.include_videos}
    return frozenset(kind for kind, is_wanted in wanted.items() if is_wanted)


def media_shown(
    draft: Draft, sources: Sequence[Source], kinds: Collection[MediaKind]
) -> tuple[CitedMedia, ...]:
    """Images and then videos, as far as they are of `kinds`, from the sources that `draft` cites.

    The first of each source comes before the second of any; sources come as they are first cited.
    No address comes twice, and of each kind there are at most `MAX_OF_EACH`. An image of which its
    page says nothing is left out, as nobody could tell from the link what it shows; so is one whose
    caption has no word of the draft or of its page's title: it is of something else, or an ad.
    """
    told = frozenset(terms(f"{draft.title} {' '.join(claim.text for claim in draft.claims)}"))
    by_number = {source.id: source for source in sources}
    cited = [by_number[number] for number in _cited_sources(draft) if number in by_number]
    listed = [_listed(source, told) for source in cited]
    shown: list[CitedMedia] = []
    for kind in (kind for kind in MediaKind if kind in kinds):
        of_each = [[one for one in media if one.kind is kind] for media in listed]
        in_turn = (one for turn in zip_longest(*of_each) for one in turn if one is not None)
        distinct: dict[str, CitedMedia] = {}
        for one in in_turn:
            distinct.setdefault(one.url, one)
        shown += [*distinct.values()][:MAX_OF_EACH]
    return tuple(shown)


def _listed(source: Source, told: frozenset[str]) -> list[CitedMedia]:
    known = told.union(terms(source.title))
    return [
        CitedMedia(**one.model_dump(), source=source.id)
        for one in source.media
        if _can_be_listed(one, known)
    ]


def _can_be_listed(one: MediaLink, told: Collection[str]) -> bool:
    if one.kind is not MediaKind.IMAGE:
        return True
    return not is_furniture(one.caption) and any(term in told for term in terms(one.caption))


def _cited_sources(draft: Draft) -> list[int]:
    """The numbers of the sources that claims cite, in the order in which they are read."""
    return list(dict.fromkeys(c.source for claim in draft.claims for c in claim.citations))

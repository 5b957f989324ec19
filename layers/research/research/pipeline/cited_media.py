"""Lists the images and videos that cited pages show, and has small copies made of the images."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from research.domain.claim import Draft
from research.domain.errors import FetchError, ImageUnusableError
from research.domain.progress import Stage, Step
from research.domain.request import ResearchRequest
from research.domain.source import CitedMedia, MediaKind, MediaLink, Source
from research.pipeline.run_context import Run
from research.ports import ImagePreviews
from research.text.cleaning import clean_line
from research.text.page_furniture import is_furniture
from research.text.terms import terms

MAX_OF_EACH = 8
"""Images, and videos, in a report: more would be a gallery."""
PREVIEWS_AT_ONCE = 4
MAX_NAME_CHARACTERS = 120
NONE_LISTED = "No image is embedded: the request wants no links to images."


@dataclass(frozen=True, slots=True)
class ShownMedia:
    """What the report lists, and which images no small copy could be made of."""

    media: tuple[CitedMedia, ...]
    warnings: tuple[str, ...] = ()


async def cited_media(run: Run, draft: Draft, sources: Sequence[Source]) -> ShownMedia:
    """The images and videos of the sources that `draft` cites, with small copies where the run has
    a way to make them. Raises `StoreError` and `RunStoppedError` as the journal does.
    """
    media = media_shown(draft, sources, kinds_wanted(run.request))
    previews = run.ports.previews
    if previews is not None and not run.request.include_images:
        return ShownMedia(media, (NONE_LISTED,))
    if previews is None or not any(one.kind is MediaKind.IMAGE for one in media):
        return ShownMedia(media)
    return await run.keep("previews", ShownMedia, lambda: _with_previews(run, previews, media))


async def _with_previews(
    run: Run, previews: ImagePreviews, media: Sequence[CitedMedia]
) -> ShownMedia:
    total = sum(one.kind is MediaKind.IMAGE for one in media)
    places = asyncio.Semaphore(PREVIEWS_AT_ONCE)
    done = 0

    async def looked_at(one: CitedMedia) -> tuple[CitedMedia, str]:
        nonlocal done
        if one.kind is not MediaKind.IMAGE:
            return one, ""
        async with places:
            found = await _preview(previews, one)
        done += 1
        run.progress(Step(stage=Stage.RENDER, message=f"{done} of {total} images"))
        return found

    pairs = await asyncio.gather(*map(looked_at, media))
    return ShownMedia(
        tuple(one for one, _ in pairs), tuple(warning for _, warning in pairs if warning)
    )


async def _preview(previews: ImagePreviews, one: CitedMedia) -> tuple[CitedMedia, str]:
    try:
        made = await previews.preview(one.url)
    except (FetchError, ImageUnusableError) as error:
        name = clean_line(one.url, MAX_NAME_CHARACTERS)
        return one, f"The image {name} is a link alone: {error}."
    return one.model_copy(update={"preview": made}), ""


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

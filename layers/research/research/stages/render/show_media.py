"""Chooses which images and videos of the cited sources a report links to."""

from collections.abc import Collection, Sequence
from itertools import chain, zip_longest

from research.domain.claim import Draft
from research.domain.request import ResearchRequest
from research.domain.source import CitedMedia, MediaKind, MediaLink, Source

MAX_OF_EACH = 8
"""Images, and videos, in a report: more would be a gallery."""


def kinds_wanted(request: ResearchRequest) -> frozenset[MediaKind]:
    """What `request` wants links to."""
    wanted = {MediaKind.IMAGE: request.include_images, MediaKind.VIDEO: request.include_videos}
    return frozenset(kind for kind, is_wanted in wanted.items() if is_wanted)


def media_shown(
    draft: Draft, sources: Sequence[Source], kinds: Collection[MediaKind]
) -> tuple[CitedMedia, ...]:
    """Images and then videos, as far as they are of `kinds`, from the sources that `draft` cites.

    The first of each source comes before the second of any; sources come as they are first cited.
    No address comes twice, and of each kind there are at most `MAX_OF_EACH`. An image of which its
    page says nothing is left out: nobody could tell from the link what it shows.
    """
    by_number = {source.id: source for source in sources}
    cited = [by_number[number] for number in _cited(draft) if number in by_number]
    shown: list[CitedMedia] = []
    for kind in (kind for kind in MediaKind if kind in kinds):
        of_each = [
            [CitedMedia(**one.model_dump(), source=source.id) for one in source.media
             if one.kind is kind and _says_what_it_is(one)]
            for source in cited
        ]  # fmt: skip
        in_turn = (one for turn in zip_longest(*of_each) for one in turn if one is not None)
        distinct: dict[str, CitedMedia] = {}
        for one in in_turn:
            distinct.setdefault(one.url, one)
        shown += [*distinct.values()][:MAX_OF_EACH]
    return tuple(shown)


def _says_what_it_is(one: MediaLink) -> bool:
    return one.kind is not MediaKind.IMAGE or bool(one.caption)


def _cited(draft: Draft) -> list[int]:
    """The numbers of the sources that claims cite, in the order in which they are read."""
    claims = chain(draft.key_findings, *(section.claims for section in draft.sections))
    return list(dict.fromkeys(citation.source for claim in claims for citation in claim.citations))

"""Fetches images as pages are fetched, and has each made small in a process that can be ended."""

from pydantic import ValidationError

from research.adapters.children.child_pool import ChildPool
from research.adapters.children.frames import ChildError, ChildLimitError
from research.domain.errors import ImageUnusableError
from research.domain.source import ImagePreview
from research.ports import Fetcher

IMAGES = "image/jpeg,image/png,image/webp,image/gif;q=0.8"
"""The kinds of content to ask a server for."""
_TASK = "preview"


class GuardedPreviews:
    """`ports.ImagePreviews` by a fetcher that guards addresses and bytes, and child processes."""

    def __init__(self, fetcher: Fetcher, children: ChildPool) -> None:
        self._fetcher = fetcher
        self._children = children

    async def preview(self, url: str) -> ImagePreview:
        """A small copy of the image at `url`. Raises `FetchError` and `ImageUnusableError`."""
        page = await self._fetcher.fetch(url)
        try:
            return ImagePreview.model_validate_json(await self._children.call(_TASK, {}, page.body))
        except ChildLimitError as error:
            raise ImageUnusableError(f"over the limits of an image: {error}") from None
        except ChildError as error:
            raise ImageUnusableError(str(error)) from None
        except ValidationError:
            raise ImageUnusableError("no image came of it") from None

"""A fake `ports.ImagePreviews`."""

from collections.abc import Mapping
from types import MappingProxyType

from research.domain.errors import FetchError, ImageUnusableError
from research.domain.source import ImagePreview


class FakeImagePreviews:
    """Makes the same copy of every image but those that fail."""

    def __init__(
        self,
        preview: ImagePreview,
        failing: Mapping[str, FetchError | ImageUnusableError] = MappingProxyType({}),
    ) -> None:
        self._preview, self._failing = preview, failing
        self.asked: list[str] = []

    async def preview(self, url: str) -> ImagePreview:
        self.asked.append(url)
        if url in self._failing:
            raise self._failing[url]
        return self._preview

"""Stands behind `ports.Extractor`: the body is the text, and its first line the title."""

from research.adapters.extract.page_extractor import PageExtractor
from research.domain.errors import NoTextError, UnsupportedTypeError
from research.domain.source import Document, Page, SourceKind

MIN_TEXT_CHARACTERS = 80


class FakeExtractor:
    """Reads UTF-8 text; what the real ones refuse, it refuses by content type and length."""

    async def extract(self, page: Page) -> Document:
        """The body as text, its lines stripped. Raises `UnsupportedTypeError`, `NoTextError`."""
        if not page.content_type.startswith("text/"):
            raise UnsupportedTypeError(page.content_type)
        lines = [line.strip() for line in page.body.decode(errors="replace").splitlines()]
        text = "\n".join("".join(c for c in line if c.isprintable()) for line in lines if line)
        if len(text) < MIN_TEXT_CHARACTERS:
            raise NoTextError("too short")
        return Document(kind=SourceKind.TEXT, text=text, title=text.partition("\n")[0])


class CountingExtractor(FakeExtractor):
    """Notes the file name of each page that it is given."""

    def __init__(self) -> None:
        self.extracted: list[str] = []

    async def extract(self, page: Page) -> Document:
        """As `FakeExtractor`."""
        self.extracted.append(page.final_url.rpartition("/")[2])
        return await super().extract(page)


class NearExtractor:
    """The real one, in this process: for pages of our own, where a child would cost time."""

    async def extract(self, page: Page) -> Document:
        """As `PageExtractor`."""
        return PageExtractor().extract(page)

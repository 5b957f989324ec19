"""Search hits, fetched pages, extracted documents, and sources: documents that were numbered."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from research.domain.value import Sha256, Value, WebUrl

EARLIER_SOURCES = "memory"
"""The provider of a hit that comes from the sources of earlier jobs."""
UPLOADED = "upload:"
"""How the address of an uploaded file begins, which leads nowhere but within its job."""
MAX_PREVIEW_PIXELS = 480
"""Width and height of a small copy of an image, at most."""
MAX_PREVIEW_CHARACTERS = 80_000
"""Of base64: 60,000 bytes."""


class SearchHit(Value):
    """One search result. `rank` counts from 1 within its provider's answer."""

    url: str
    title: str = ""
    snippet: str = ""
    published: date | None = None
    author: str = ""
    """Those who wrote it, comma-separated, where the search knows."""
    provider: str
    rank: int = Field(ge=1)
    is_news: bool = False
    """Whether a search of the news found it."""


class Page(Value):
    """The response of an address: its bytes, decompressed, not yet extracted."""

    url: str
    """The address that was asked for."""
    final_url: str
    """The address that answered, after redirects."""
    content_type: str = ""
    """The media type with its parameters, as the server sent it; empty when it sent none."""
    body: bytes


class RenderedPage(Value):
    """A page as a browser shows it once its scripts have run."""

    page: Page
    refused: tuple[str, ...] = ()
    """What its scripts asked for and were not given, each with why; the first few."""


class SourceOrigin(StrEnum):
    """Where a source is from."""

    FILE = "file"
    """The user's own: a file on the machine of the run, or an upload."""
    WEB = "web"


def origin_of(url: str) -> SourceOrigin:
    """Where the source at `url` is from."""
    is_file = url[:7].lower().startswith(("file:", UPLOADED))
    return SourceOrigin.FILE if is_file else SourceOrigin.WEB


class SourceKind(StrEnum):
    """What a source was before its text was extracted."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    MARKDOWN = "markdown"
    TEXT = "text"
    CSV = "csv"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    RTF = "rtf"
    EPUB = "epub"
    EML = "eml"


class MediaKind(StrEnum):
    """What a page shows besides text."""

    IMAGE = "image"
    VIDEO = "video"


class MediaLink(Value):
    """An image or a video that a page shows. It is linked to, and not fetched unless asked for."""

    kind: MediaKind
    url: WebUrl
    caption: str = ""
    """What the page says of it; empty: nothing."""


class Document(Value):
    """The text of a page and what the page says of itself. Empty string: it does not say."""

    kind: SourceKind
    text: str
    """Paragraphs and headings, separated by one newline each; no ``\\r``, no control characters."""
    title: str = ""
    author: str = ""
    site: str = ""
    published: date | None = None
    language: str = ""
    """ISO 639-1, or empty when unknown."""
    media: tuple[MediaLink, ...] = ()
    left_out: tuple[str, ...] = ()
    """Parts that were not read, each with why, such as ``page 3: columns can't be told apart``."""


class Source(Value):
    """A page that was read and numbered. `sha256`, of `text` in UTF-8, names the snapshot."""

    id: int = Field(ge=1)
    url: str
    title: str
    author: str = ""
    site: str = ""
    published: date | None = None
    language: str = ""
    kind: SourceKind
    sha256: Sha256
    raw_sha256: Sha256
    text: str
    raw: bytes
    """Empty for an upload: its job has the file, which may be large, and it is nobody else's."""
    media: tuple[MediaLink, ...] = ()
    left_out: tuple[str, ...] = ()
    """As the document's: parts that were not read, each with why."""


class Failure(Value):
    """Something that went wrong without stopping the run."""

    subject: str
    """A URL or a provider's name."""
    code: str
    message: str


class SourceRecord(Value):
    """A source as the report names it: everything but its text, bytes and media."""

    id: int
    url: str
    title: str
    author: str
    site: str
    published: date | None
    language: str
    kind: SourceKind
    sha256: Sha256
    raw_sha256: Sha256
    origin: SourceOrigin = Field(default_factory=lambda known: origin_of(known["url"]))
    """Reports from before December 2026 do not say: their addresses do."""


class ImagePreview(Value):
    """A small copy of an image, made of its pixels alone: nothing else of its file is in it."""

    data: str = Field(pattern=r"^[A-Za-z0-9+/]+={0,2}$", max_length=MAX_PREVIEW_CHARACTERS)
    """A JPEG file in base64 (RFC 4648, section 4)."""
    width: int = Field(ge=1, le=MAX_PREVIEW_PIXELS)
    height: int = Field(ge=1, le=MAX_PREVIEW_PIXELS)


class FoundMedia(MediaLink):
    """An image or a video that a search found. Its page was not read."""

    page: WebUrl | Literal[""] = ""
    """The page that shows it, where the search says; a video's is `url`."""
    provider: str
    """The search that found it."""
    preview: ImagePreview | None = None
    """As that of an image that a cited source shows."""


class CitedMedia(MediaLink):
    """An image or a video that a cited source shows."""

    source: int
    """The source's number."""
    preview: ImagePreview | None = None
    """Made of images where the request has `embed_images`; the warnings tell where that failed."""

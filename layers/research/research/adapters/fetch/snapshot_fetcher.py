"""A fetcher that falls back to the snapshot which an earlier job stored of a page."""

from collections.abc import Callable, Mapping

from research.domain.errors import (
    AddressRefusedError,
    FetchError,
    RobotsDisallowedError,
    StoreError,
)
from research.domain.passage import StoredPassage
from research.domain.source import Page, SourceKind
from research.ports import Fetcher, ReportStore

_MEDIA_TYPES = {
    SourceKind.HTML: "text/html",
    SourceKind.PDF: "application/pdf",
    SourceKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    SourceKind.MARKDOWN: "text/markdown",
    SourceKind.TEXT: "text/plain",
    SourceKind.CSV: "text/csv",
    SourceKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    SourceKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    SourceKind.ODT: "application/vnd.oasis.opendocument.text",
    SourceKind.RTF: "application/rtf",
    SourceKind.EPUB: "application/epub+zip",
    SourceKind.EML: "message/rfc822",
}


class SnapshotFetcher:
    """`ports.Fetcher` that asks another first, and serves a snapshot only if that fails."""

    def __init__(
        self,
        fetcher: Fetcher,
        found: Mapping[str, StoredPassage],
        reports: ReportStore,
        *,
        warn: Callable[[str], None],
    ) -> None:
        """`found` maps the addresses that may be served from `reports` to a passage of each page.

        `warn` is called with a sentence for the report whenever a snapshot is served.
        """
        self._fetcher = fetcher
        self._found = found
        self._reports = reports
        self._warn = warn

    async def fetch(self, url: str) -> Page:
        """The page, or its snapshot.

        Raises the other fetcher's `FetchError` if there is no snapshot, and if the page must not
        be read: what another job was allowed to read is not handed on.
        """
        try:
            return await self._fetcher.fetch(url)
        except (AddressRefusedError, RobotsDisallowedError):
            raise
        except FetchError as error:
            stored = self._found.get(url)
            if stored is None:
                raise
            page = await self._snapshot(url, stored, error)
            reason = str(error).rstrip(".")  # a server's message may end in a full stop
            self._warn(f"{url} is cited as an earlier job read it, for now it can't be: {reason}.")
            return page

    async def _snapshot(self, url: str, stored: StoredPassage, error: FetchError) -> Page:
        try:
            file = await self._reports.get(f"snapshots/{stored.raw_sha256}.raw")
        except StoreError:
            raise error from None
        return Page(url=url, final_url=url, content_type=_MEDIA_TYPES[stored.kind], body=file.body)

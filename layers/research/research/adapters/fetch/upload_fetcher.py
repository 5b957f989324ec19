"""Fetches the uploads of a job from the report store: those that the job took, and no others."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from research.domain.errors import AddressRefusedError, FetchError, NotStoredError
from research.domain.source import UPLOADED, Failure, Page
from research.domain.uploads.upload import NamedFile
from research.ports import ReportStore


@dataclass(frozen=True, slots=True)
class UploadedFiles:
    """The uploads of a job by the addresses that its report calls them, such as
    ``upload:/minutes.pdf``; files of the same name are numbered.
    """

    by_url: Mapping[str, NamedFile]
    failures: tuple[Failure, ...] = ()
    """None: whatever a job took can be read, or the reading tells why not."""

    @classmethod
    def of(cls, files: Iterable[NamedFile]) -> "UploadedFiles":
        """`files` by address."""
        seen: Counter[str] = Counter()
        by_url: dict[str, NamedFile] = {}
        for file in files:
            seen[file.name] += 1
            number = f"{seen[file.name]}/" if seen[file.name] > 1 else ""
            by_url[f"{UPLOADED}/{number}{quote(file.name, safe='')}"] = file
        return cls(by_url)

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses, in the order in which the files were named."""
        return tuple(self.by_url)


class UploadFetcher:
    """`ports.Fetcher` for the addresses of `UploadedFiles`."""

    def __init__(
        self, files: UploadedFiles, stored_as: Callable[[str], str], reports: ReportStore
    ) -> None:
        """`stored_as` is where `reports` has the file of an upload, by its id."""
        self._files = files
        self._stored_as = stored_as
        self._reports = reports

    async def fetch(self, url: str) -> Page:
        """The file at `url`. Raises `AddressRefusedError` for any other address, and `FetchError`.

        What else a store raises is no trouble of the file: the run ends, to be tried again.
        """
        file = self._files.by_url.get(url)
        if file is None:
            raise AddressRefusedError("not a file that was uploaded for this job")
        try:
            stored = await self._reports.get(self._stored_as(file.upload_id))
        except NotStoredError:
            raise FetchError("the file is not stored any more") from None
        return Page(url=url, final_url=url, content_type=file.content_type, body=stored.body)

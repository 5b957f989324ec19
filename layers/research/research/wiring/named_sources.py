"""Opens what the user named to be read: files, addresses, and uploads of a job."""

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from research.domain.errors import SourceUnusableError
from research.domain.uploads.upload import MAX_UPLOAD_BYTES, upload_id_in
from research.ports import Extractor, Fetcher, ReportStore, WebSearch
from research.settings import Settings
from research.wiring.searches import Searches

if TYPE_CHECKING:
    from research.adapters.fetch.upload_fetcher import UploadedFiles

_OTHER_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


async def open_uploads(
    job_id: str, wanted: Sequence[str], reports: ReportStore
) -> "tuple[Fetcher, UploadedFiles] | None":
    """The uploads that the job has taken, with what fetches them; None where none are `wanted`.

    Raises `SourceUnusableError` where the job has not all of them, and `StoreError`.
    """
    if not wanted:
        return None
    from research.adapters.fetch.upload_fetcher import UploadedFiles, UploadFetcher
    from research.jobs.uploads.taken import job_file, uploads_of

    taken = await uploads_of(job_id, reports) if job_id else ()
    if set(wanted) - {file.upload_id for file in taken}:
        raise SourceUnusableError("uploads are read by jobs of a service alone, which took them")
    files = UploadedFiles.of(taken)
    return UploadFetcher(files, partial(job_file, job_id), reports), files


def open_named_sources(
    settings: Settings,
    sources: Sequence[str],
    extractor: Extractor,
    uploads: "tuple[Fetcher, UploadedFiles] | None" = None,
) -> tuple[Fetcher, Searches]:
    """A fetcher of the files among `sources`, and searches that find `sources` alone.

    `sources` are files, folders, http(s) addresses, and `uploads`. Raises `SourceUnusableError` for
    a file that can't be read, and for an address of another kind.
    """
    from research.adapters.fetch.file_fetcher import FileFetcher
    from research.adapters.fetch.local_files import find_files
    from research.adapters.search.named_sources_search import AddressListSearch, FolderSearch

    wanted = [one for one in sources if not uploads or upload_id_in(one) is None]
    urls, paths = _urls_and_paths(wanted)
    searches: list[WebSearch] = [AddressListSearch(urls)] if urls else []
    if uploads:
        fetcher, files = uploads
        return fetcher, (*searches, FolderSearch(files, fetcher=fetcher, extractor=extractor))
    fetcher = FileFetcher(paths, max_bytes=_most_bytes(settings))
    if paths:
        found = find_files(paths, _most_bytes(settings))
        searches.append(FolderSearch(found, fetcher=fetcher, extractor=extractor))
    return fetcher, tuple(searches)


def count_named(settings: Settings, sources: Sequence[str]) -> int:
    """How many files and addresses `sources` are. Raises `SourceUnusableError`."""
    from research.adapters.fetch.local_files import find_files

    urls, paths = _urls_and_paths(sources)
    files = find_files(paths, _most_bytes(settings)).files if paths else ()
    return len(set(urls)) + len(files)


def _most_bytes(settings: Settings) -> int:
    """How large one's own file may be: as large as when it is uploaded, or as pages may be."""
    return max(MAX_UPLOAD_BYTES, settings.fetch_max_bytes)


def _urls_and_paths(sources: Sequence[str]) -> tuple[list[str], list[Path]]:
    """The http(s) addresses among `sources`, and the rest as paths."""
    urls = [source for source in sources if source.lower().startswith(("http://", "https://"))]
    others = [source for source in sources if source not in urls]
    for source in others:
        if _OTHER_ADDRESS.match(source):
            raise SourceUnusableError(f"{source}: only http and https addresses can be read")
    return urls, [Path(source) for source in others]

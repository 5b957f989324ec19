"""What the user named: addresses found as they are, and files read and ranked."""

import asyncio
import os
from pathlib import Path

import pytest

from research.adapters.fetch.file_fetcher import FileFetcher
from research.adapters.fetch.local_files import find_files
from research.adapters.search.named_sources_search import AddressListSearch, FolderSearch
from research.domain.errors import NoTextError, SourceUnusableError
from research.ports import PartialSearch
from tests.fakes.extractor import CountingExtractor, FakeExtractor

MAX_BYTES = 100_000
STORKS = "Storks\nThe white stork winters south of the Sahara and returns to its nest in March."
CRANES = "Cranes\nThe common crane rests in marshes and flies in long lines, calling as it goes."
BOTH = "Birds\nA stork claps its bill; a crane trumpets. Each crane is known by its own voice."


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def search_in(*named: Path, extractor: FakeExtractor | None = None) -> FolderSearch:
    return FolderSearch(
        find_files(named, MAX_BYTES),
        fetcher=FileFetcher(named, max_bytes=MAX_BYTES),
        extractor=extractor or FakeExtractor(),
    )


async def titles(search: FolderSearch, query: str, limit: int = 9) -> list[str]:
    return [hit.title for hit in await search.search(query, limit)]


async def test_each_address_is_found_once_in_the_order_given_whatever_it_is() -> None:
    urls = ["https://b.test/", "http://127.0.0.1/", "https://b.test/", "nonsense"]
    hits = await AddressListSearch(urls).search("storks", 9)
    assert [hit.url for hit in hits] == ["https://b.test/", "http://127.0.0.1/", "nonsense"]


@pytest.mark.parametrize("url", ["https://a.test/\udcff", "https://a.test/\x1b[2J"])
def test_what_can_not_be_shown_is_the_users_error(url: str) -> None:
    with pytest.raises(SourceUnusableError, match=r"not an address: 'https://a\.test/\\"):
        AddressListSearch([url])


async def test_a_name_that_is_not_utf_8_can_be_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"st\xf6rche.txt")
    path.write_text(STORKS)
    assert await titles(search_in(tmp_path), "stork") == ["Storks"]
    path.unlink()
    with pytest.raises(SourceUnusableError, match="st\ufffdrche"):
        find_files([path], MAX_BYTES)


async def test_the_best_file_comes_first_and_unrelated_ones_last_where_there_is_room(
    tmp_path: Path,
) -> None:
    search = search_in(write(tmp_path, a=STORKS, b=CRANES, c=BOTH))
    assert await titles(search, "Which cranes are there?") == ["Cranes", "Birds", "Storks"]
    assert await titles(search, "storks", limit=3) == ["Storks", "Birds", "Cranes"]
    assert await titles(search, "trumpets", limit=2) == ["Birds"]
    assert await titles(search, "storks", limit=1) == ["Storks"]


async def test_a_hit_says_what_the_file_says(tmp_path: Path) -> None:
    [hit] = await search_in(write(tmp_path, a=STORKS)).search("stork", 9)
    assert (hit.url, hit.provider, hit.rank) == ((tmp_path / "a.txt").as_uri(), "files", 1)
    assert hit.snippet.startswith("Storks The white stork winters")


async def test_when_no_file_has_a_word_of_the_query_all_are_found(tmp_path: Path) -> None:
    search = search_in(write(tmp_path, a=STORKS, b=CRANES))
    assert await titles(search, "penguins") == ["Storks", "Cranes"]
    assert await titles(search, "") == ["Storks", "Cranes"]


async def test_every_file_is_extracted_once(tmp_path: Path) -> None:
    extractor = CountingExtractor()
    search = search_in(write(tmp_path, a=STORKS, b=CRANES), extractor=extractor)
    await asyncio.gather(*(search.search(query, 9) for query in ("stork", "crane", "bird")))
    assert extractor.extracted == ["a.txt", "b.txt"]


async def test_a_file_without_text_is_a_failure_that_is_told(tmp_path: Path) -> None:
    search = search_in(write(tmp_path, a=STORKS, b="short"))
    assert isinstance(search, PartialSearch)
    assert await titles(search, "penguins") == ["Storks"]
    [failure] = search.failures
    assert failure.subject == (tmp_path / "b.txt").as_uri()
    assert failure.code == NoTextError.code


async def test_a_file_that_vanishes_is_a_failure_that_is_told(tmp_path: Path) -> None:
    search = search_in(write(tmp_path, a=STORKS, b=CRANES))
    (tmp_path / "b.txt").unlink()
    assert await titles(search, "penguins") == ["Storks"]
    assert [failure.message for failure in search.failures] == ["No such file or directory"]


async def test_when_no_file_can_be_read_the_error_names_them(tmp_path: Path) -> None:
    search = search_in(write(tmp_path, **{f"f{n}": "short" for n in range(5)}))
    message = r"f0\.txt: too short; f1\.txt: too short; f2\.txt: too short; and 2 more"
    for _ in range(2):
        with pytest.raises(SourceUnusableError, match=message):
            await search.search("storks", 9)

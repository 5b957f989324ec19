"""Files from where the user said, and from nowhere else."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.adapters.fetch.file_fetcher import FileFetcher, RoutingFetcher
from research.domain.errors import AddressRefusedError, FetchError, TooLargeError
from tests.fakes.fetcher import FakeFetcher


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """``named`` is a root; around it lies what is nobody's business."""
    named = tmp_path / "named"
    (named / ".git").mkdir(parents=True)
    (tmp_path / "named-too").mkdir()
    for place in (tmp_path / "secret.txt", tmp_path / "named-too" / "a.txt", named / "a.txt",
                  named / "b c#d?%41é.MD", named / ".env.txt", named / ".git" / "a.txt",
                  named / "key.pem"):  # fmt: skip
        place.write_text(place.name)
    (named / "link.txt").symlink_to(tmp_path / "secret.txt")
    (named / "within.txt").symlink_to("a.txt")
    (named / "to-key.txt").symlink_to("key.pem")
    (named / "up").symlink_to(tmp_path)
    os.mkfifo(named / "pipe.txt")
    return named


@pytest.mark.parametrize(
    ("name", "content_type", "final"),
    [
        ("a.txt", "text/plain", "a.txt"),
        ("b c#d?%41é.MD", "text/markdown", "b c#d?%41é.MD"),
        ("within.txt", "text/plain", "a.txt"),
    ],
)
async def test_a_file_in_a_named_folder(
    name: str, content_type: str, final: str, folder: Path
) -> None:
    url = (folder / name).as_uri()
    page = await FileFetcher([folder], max_bytes=100).fetch(url)
    assert page.url == url
    assert page.final_url == (folder / final).as_uri()
    assert page.content_type == content_type
    assert page.body == final.encode()


async def test_a_named_file_opens_no_other(folder: Path) -> None:
    fetcher = FileFetcher([folder / "a.txt", folder / ".env.txt"], max_bytes=100)
    assert (await fetcher.fetch((folder / "a.txt").as_uri())).body == b"a.txt"
    assert (await fetcher.fetch((folder / ".env.txt").as_uri())).body == b".env.txt"
    with pytest.raises(AddressRefusedError):
        await fetcher.fetch((folder / "b c#d?%41é.MD").as_uri())


@pytest.mark.parametrize(
    "url",
    [
        "file://{}/../secret.txt", "file://{}/%2e%2e/secret.txt", "file://{}/..%2fsecret.txt",
        "file://{}/link.txt", "file://{}/up/secret.txt", "file://{}/up/named/../secret.txt",
        "file://{}-too/a.txt", "file://{}/.env.txt", "file://{}/.git/a.txt", "file://{}/key.pem",
        "file://{}/to-key.txt", "file://{}/pipe.txt", "file://{}", "file://{}/a.txt%00",
        "file://{}/missing.pem", "file:///etc/passwd", "file:///no-such-place/a.txt",
        "file://host{}/a.txt", "file:a.txt", "file:", "{}/a.txt", "http://a.test{}/a.txt",
        "file://[", "file://{}/\ud800.txt", "",
    ],
)  # fmt: skip
async def test_what_was_not_named_is_refused(url: str, folder: Path) -> None:
    with pytest.raises(AddressRefusedError):
        await FileFetcher([folder], max_bytes=100).fetch(url.replace("{}", str(folder)))


@given(st.text() | st.text().map("file:///".__add__))
async def test_no_text_is_an_open_door(text: str) -> None:
    with pytest.raises(FetchError):
        await FileFetcher([Path("/no-such-root")], max_bytes=100).fetch(text)


async def test_a_missing_file_is_told(folder: Path) -> None:
    with pytest.raises(FetchError, match="No such file") as caught:
        await FileFetcher([folder], max_bytes=100).fetch((folder / "missing.txt").as_uri())
    assert caught.type is FetchError


async def test_the_limit_is_in_bytes_and_inclusive(folder: Path) -> None:
    url = (folder / "a.txt").as_uri()
    assert (await FileFetcher([folder], max_bytes=5).fetch(url)).body == b"a.txt"
    with pytest.raises(TooLargeError, match="5 bytes, more than the limit of 4"):
        await FileFetcher([folder], max_bytes=4).fetch(url)


@pytest.mark.parametrize(
    ("url", "to_files"),
    [("file:///a.txt", True), ("FILE:///a.txt", True), ("http://a.test/", False), ("", False),
     ("filer://a", False)],
)  # fmt: skip
async def test_each_address_goes_to_its_fetcher(url: str, to_files: bool) -> None:
    web, files = FakeFetcher({}), FakeFetcher({})
    with pytest.raises(FetchError):
        await RoutingFetcher(web=web, files=files).fetch(url)
    assert (web.asked, files.asked) == (([], [url]) if to_files else ([url], []))

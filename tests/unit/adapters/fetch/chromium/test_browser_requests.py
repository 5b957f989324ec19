"""What a page in the browser is given, and what it is refused."""

import asyncio
from collections.abc import Mapping
from ipaddress import ip_network

import pytest

from research.adapters.fetch.chromium import browser_requests
from research.adapters.fetch.chromium.browser_requests import (
    MAX_AT_ONCE,
    MAX_FETCHED,
    MAX_NAVIGATIONS,
    MAX_REFUSALS_NOTED,
    BrowserRequests,
)
from research.adapters.fetch.chromium.request_forms import Asked
from research.adapters.fetch.httpx_fetcher import HttpAnswer
from research.domain.errors import (
    AddressRefusedError,
    FetchError,
    RenderError,
    TooLargeError,
)

PAGE = "https://storks.example/"
HTML = {"content-type": "text/html"}


def answer(url: str, body: bytes = b"x", status: int = 200, **headers: str) -> HttpAnswer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("content-type", "text/html")
    return HttpAnswer(url, status, named["content-type"], body, named)


class FakeAnswers:
    """Answers by address; keeps what it was asked for, and with which headers."""

    def __init__(self, *answers: HttpAnswer, redirects: Mapping[str, str] | None = None) -> None:
        self.answers = {one.url: one for one in answers}
        self.redirects = redirects or {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    async def answer(self, url: str, headers: Mapping[str, str] = HTML) -> HttpAnswer:
        self.asked.append((url, dict(headers)))
        url = self.redirects.get(url, url)
        if url not in self.answers:
            raise FetchError("no such page")
        return self.answers[url]


def requests(fetcher: FakeAnswers, max_bytes: int = 1_000) -> BrowserRequests:
    return BrowserRequests(fetcher, answer(PAGE, b"<p>"), networks=(), max_bytes=max_bytes)


async def test_the_page_itself_is_given_as_it_was_fetched() -> None:
    fetcher = FakeAnswers()
    reply = await requests(fetcher).reply(Asked(PAGE, "document", is_main_document=True))
    assert (reply.status, reply.body, fetcher.asked) == (200, b"<p>", [])


async def test_scripts_and_data_are_fetched_without_the_pages_own_headers() -> None:
    url = "https://api.example/storks"
    fetcher = FakeAnswers(
        answer(url, b"{}", content_type="application/json", access_control_allow_origin="*",
               set_cookie="a=b", content_security_policy="default-src *")
    )  # fmt: skip
    asked = Asked(url, "fetch", accept="application/json", origin="https://storks.example")
    reply = await requests(fetcher).reply(asked)
    told = {"Accept": "application/json", "Origin": "https://storks.example"}
    assert fetcher.asked == [(url, told)]
    assert reply.body == b"{}"
    assert dict(reply.headers) == {
        "content-type": "application/json",
        "access-control-allow-origin": "*",
    }


@pytest.mark.parametrize("kind", ["image", "media", "font", "eventsource", "ping", "other"])
async def test_what_nobody_reads_is_answered_with_nothing(kind: str) -> None:
    fetcher = FakeAnswers()
    reply = await requests(fetcher).reply(Asked("https://storks.example/x", kind))
    assert (reply.status, reply.body, fetcher.asked) == (204, b"", [])


async def test_a_frame_is_answered_with_nothing() -> None:
    fetcher = FakeAnswers()
    assert (await requests(fetcher).reply(Asked(f"{PAGE}frame", "document"))).status == 204
    assert fetcher.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://localhost/",
        "http://printer/",
        "http://storks.example:22/",
        "file:///etc/passwd",
        "ftp://storks.example/",
        "blob:https://storks.example/1",
        "chrome://settings/",
        "http://user@storks.example/",
    ],
)
@pytest.mark.parametrize("kind", ["fetch", "document"])
async def test_an_address_that_is_not_public_is_refused_and_noted(url: str, kind: str) -> None:
    fetcher = FakeAnswers()
    asking = requests(fetcher)
    if kind == "document":
        stays = await asking.reply(Asked(url, kind, is_main_document=True))
        assert (stays.status, stays.body) == (204, b"")
    else:
        with pytest.raises(AddressRefusedError):
            await asking.reply(Asked(url, kind))
    assert fetcher.asked == []
    assert asking.document.url == PAGE
    assert asking.refused[0].startswith(url)


async def test_networks_that_are_given_may_be_reached() -> None:
    url = "http://10.0.0.1/data"
    asking = BrowserRequests(
        FakeAnswers(answer(url)), answer(PAGE), networks=[ip_network("10.0.0.0/8")], max_bytes=99
    )
    assert (await asking.reply(Asked(url, "xhr"))).status == 200


async def test_a_page_of_such_a_network_does_not_go_on_to_another_site() -> None:
    home, other = "http://10.0.0.1/next", "https://other.example/"
    asking = BrowserRequests(
        FakeAnswers(answer(home), answer(other)), answer("http://10.0.0.1/"),
        networks=[ip_network("10.0.0.0/8")], max_bytes=99,
    )  # fmt: skip
    assert (await asking.reply(Asked(home, "document", is_main_document=True))).status == 200
    assert (await asking.reply(Asked(other, "document", is_main_document=True))).status == 204
    assert asking.document.url == home
    assert "another site" in asking.refused[0]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
async def test_nothing_is_sent(method: str) -> None:
    fetcher = FakeAnswers(answer(f"{PAGE}api"))
    with pytest.raises(RenderError, match="nothing is sent"):
        await requests(fetcher).reply(Asked(f"{PAGE}api", "fetch", method))
    assert fetcher.asked == []


@pytest.mark.parametrize("kind", ["xhr", "fetch"])
async def test_a_script_can_not_read_another_site_by_a_redirect(kind: str) -> None:
    fetcher = FakeAnswers(
        answer("https://other.example/secret"),
        redirects={f"{PAGE}way": "https://other.example/secret"},
    )
    with pytest.raises(AddressRefusedError, match="another site"):
        await requests(fetcher).reply(Asked(f"{PAGE}way", kind))


async def test_a_script_may_come_by_a_redirect() -> None:
    fetcher = FakeAnswers(
        answer("https://cdn.example/a.js", b"1"),
        redirects={f"{PAGE}a.js": "https://cdn.example/a.js"},
    )
    assert (await requests(fetcher).reply(Asked(f"{PAGE}a.js", "script"))).body == b"1"


async def test_a_page_that_redirects_is_shown_at_its_own_address() -> None:
    fetcher = FakeAnswers(
        answer("https://other.example/", b"<p>other"),
        redirects={f"{PAGE}way": "https://other.example/"},
    )
    asking = requests(fetcher)
    sent_on = await asking.reply(Asked(f"{PAGE}way", "document", is_main_document=True))
    assert b'content="0;url=https://other.example/"' in sent_on.body
    assert asking.document.url == PAGE
    shown = await asking.reply(Asked("https://other.example/", "document", is_main_document=True))
    assert shown.body == b"<p>other"
    assert asking.document.url == "https://other.example/"
    assert len(fetcher.asked) == 1


async def test_a_page_does_not_go_on_to_a_file() -> None:
    fetcher = FakeAnswers(answer(f"{PAGE}a.exe", content_type="application/octet-stream"))
    asking = requests(fetcher)
    stays = await asking.reply(Asked(f"{PAGE}a.exe", "document", is_main_document=True))
    assert (stays.status, stays.body) == (204, b"")
    assert "no page" in asking.refused[0]


async def test_a_page_goes_on_so_often_and_no_more() -> None:
    asking = requests(FakeAnswers())
    for _ in range(MAX_NAVIGATIONS):
        await asking.reply(Asked(PAGE, "document", is_main_document=True))
    assert (await asking.reply(Asked(PAGE, "document", is_main_document=True))).status == 204
    assert "more than" in asking.refused[0]


async def test_bytes_are_counted_together() -> None:
    fetcher = FakeAnswers(answer(f"{PAGE}a", b"x" * 600))
    asking = requests(fetcher)
    await asking.reply(Asked(f"{PAGE}a", "script"))
    with pytest.raises(TooLargeError):
        await asking.reply(Asked(f"{PAGE}a", "script"))


async def test_files_are_counted() -> None:
    fetcher = FakeAnswers(answer(f"{PAGE}a", b""))
    asking = requests(fetcher)
    for _ in range(MAX_FETCHED):
        await asking.reply(Asked(f"{PAGE}a", "script"))
    with pytest.raises(RenderError, match=f"more than {MAX_FETCHED} files"):
        await asking.reply(Asked(f"{PAGE}a", "script"))


async def test_a_flood_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_requests, "MAX_ASKED", 3)
    asking = requests(FakeAnswers())
    for _ in range(3):
        await asking.reply(Asked(f"{PAGE}a.png", "image"))
        assert not asking.flooded.is_set()
    with pytest.raises(RenderError):
        await asking.reply(Asked(f"{PAGE}a.png", "image"))
    assert asking.flooded.is_set()


async def test_refusals_are_noted_once_each_and_not_without_end() -> None:
    asking = requests(FakeAnswers())
    for n in [0, 0, *range(MAX_REFUSALS_NOTED + 5)]:
        with pytest.raises(FetchError):
            await asking.reply(Asked(f"{PAGE}{n}?{'y' * 999}", "script"))
    assert len(asking.refused) == MAX_REFUSALS_NOTED
    assert max(map(len, asking.refused)) < 200
    assert asking.pending == 0


async def test_a_status_is_passed_on() -> None:
    fetcher = FakeAnswers(answer(f"{PAGE}a", b"", 404))
    assert (await requests(fetcher).reply(Asked(f"{PAGE}a", "fetch"))).status == 404


async def test_once_its_bytes_are_used_up_nothing_more_is_fetched_for_a_page() -> None:
    urls = [f"https://storks.example/{n}.js" for n in range(3)]
    fetcher = FakeAnswers(
        *(answer(url, b"x" * 600, content_type="text/javascript") for url in urls)
    )
    given = requests(fetcher)
    await given.reply(Asked(urls[0], "script"))
    for url in urls[1:]:
        with pytest.raises(TooLargeError):
            await given.reply(Asked(url, "script"))
    assert [url for url, _ in fetcher.asked] == urls[:2]


async def test_a_page_that_is_given_up_fetches_nothing_more() -> None:
    class Slow(FakeAnswers):
        async def answer(self, url: str, headers: Mapping[str, str] = HTML) -> HttpAnswer:
            self.asked.append((url, dict(headers)))
            await asyncio.sleep(3_600)
            raise AssertionError("nobody waits so long")

    fetcher = Slow()
    given = requests(fetcher)
    url = "https://storks.example/{}.js"
    waiting = [
        asyncio.create_task(given.reply(Asked(url.format(n), "script")))
        for n in range(MAX_AT_ONCE + 2)
    ]
    for _ in range(9):
        await asyncio.sleep(0)
    assert len(fetcher.asked) == MAX_AT_ONCE
    await given.close()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(one, RenderError) for one in answers)
    assert len(fetcher.asked) == MAX_AT_ONCE

"""The fetcher against real servers on loopback that do everything a server should not."""

import asyncio
import gzip
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Callable
from ipaddress import ip_address, ip_network
from time import monotonic

import pytest
import trustme

from research.adapters.fetch.guarded_transport import resolve
from research.adapters.fetch.httpx_fetcher import HttpxFetcher
from research.domain.errors import (
    AddressRefusedError,
    FetchError,
    FetchTimeoutError,
    HttpStatusError,
    RobotsDisallowedError,
    TooLargeError,
    TooManyRedirectsError,
)
from tests.integration.loopback_web import (
    LoopbackWeb,
    LoopbackWebOverHttp2,
    Write,
    again_and_again,
    answer,
    redirect,
    then_close,
    then_stall,
)

AGENT = "content-research-pipeline/0.1 (+https://example.com)"
LOOPBACK = (ip_network("127.0.0.0/8"),)
MAX_BYTES = 100_000
TEXT = b"A sentence of a page on loopback, and one more. " * 50
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def fetcher(**options: object) -> HttpxFetcher:
    usual: dict[str, object] = {
        "timeout_seconds": 5.0,
        "max_bytes": MAX_BYTES,
        "max_redirects": 5,
        "allow_networks": LOOPBACK,
        "user_agent": AGENT,
    }
    return HttpxFetcher(**{**usual, **options})  # type: ignore[arg-type]


@pytest.fixture
async def web() -> AsyncIterator[LoopbackWeb]:
    async with LoopbackWeb() as serving:
        yield serving


@pytest.fixture
async def pages() -> AsyncIterator[HttpxFetcher]:
    async with fetcher() as fetching:
        yield fetching


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_context(authority: trustme.CA, *names: str, http2: bool = False) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names).configure_cert(context)
    context.set_alpn_protocols(["h2"] if http2 else ["http/1.1"])
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


# What a page is, and what it is asked for with


async def test_a_page_and_how_it_is_asked_for(web: LoopbackWeb, pages: HttpxFetcher) -> None:
    web.answers["/a?b=c"] = answer(TEXT, Content_Type="text/html; charset=utf-8")
    page = await pages.fetch(web.url("/a?b=c#part"))
    assert page.url == web.url("/a?b=c#part")
    assert page.final_url == web.url("/a?b=c")
    assert page.content_type == "text/html; charset=utf-8"
    assert page.body == TEXT
    assert [asked.target for asked in web.asked] == ["/robots.txt", "/a?b=c"]
    for asked in web.asked:
        assert asked.headers["user-agent"] == AGENT.lower()
        assert asked.headers["accept-encoding"] == "gzip, deflate"
        assert asked.headers["host"] == f"127.0.0.1:{web.port}"
        assert not {"cookie", "referer", "authorization"} & asked.headers.keys()


@pytest.mark.parametrize(
    ("language", "asked_for"),
    [
        ("", "en,*;q=0.5"),
        ("en", "en,*;q=0.5"),
        ("de", "de,en;q=0.6,*;q=0.5"),
        ("pt-BR", "pt-BR,pt;q=0.9,en;q=0.6,*;q=0.5"),
        ("en-GB", "en-GB,en;q=0.9,*;q=0.5"),
    ],
)
async def test_a_page_is_asked_for_in_the_language_of_the_request(
    web: LoopbackWeb, language: str, asked_for: str
) -> None:
    web.answers["/"] = answer(TEXT)
    async with fetcher(language=language) as pages:
        await pages.fetch(web.url())
    assert web.asked[-1].headers["accept-language"] == asked_for.lower()


async def test_a_refresh_in_a_header_is_a_redirect(web: LoopbackWeb, pages: HttpxFetcher) -> None:
    web.answers["/a"] = answer(b"", Refresh="0; url=/b")
    web.answers["/b"] = answer(TEXT, Refresh="300")
    page = await pages.fetch(web.url("/a"))
    assert (page.final_url, page.body) == (web.url("/b"), TEXT)


async def test_no_cookie_is_kept(web: LoopbackWeb, pages: HttpxFetcher) -> None:
    web.answers["/a"] = answer(TEXT, Set_Cookie="id=1; Path=/")
    web.answers["/b"] = answer(b"", "302 Found", Set_Cookie="id=2; Path=/", Location="/a")
    for path in ("/a", "/b", "/a"):
        await pages.fetch(web.url(path))
    assert len(web.paths) == 4
    assert not any("cookie" in asked.headers for asked in web.asked)


async def test_no_proxy_is_taken_from_the_environment(
    web: LoopbackWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.answers["/"] = answer(TEXT)
    async with fetcher() as pages:
        assert (await pages.fetch(web.url())).body == TEXT


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_loopback_is_read_only_where_its_network_is_allowed(
    web: LoopbackWeb, host: str
) -> None:
    web.answers["/"] = answer(TEXT)

    for networks in ((), (ip_network("10.0.0.0/8"),)):
        async with fetcher(allow_networks=networks) as pages:
            with pytest.raises(AddressRefusedError):
                await pages.fetch(web.url("/", host))
    assert web.connections == 0
    async with fetcher() as pages:
        assert (await pages.fetch(web.url("/", host))).body == TEXT
    assert web.asked[-1].headers["host"] == f"{host}:{web.port}"


async def test_the_systems_resolver() -> None:
    assert ip_address("127.0.0.1") in await resolve("localhost", 80)
    with pytest.raises(FetchError, match="could not be resolved"):
        await resolve("a" * 64 + ".test", 80)


# Statuses and redirects


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503, 300, 304, 999])
async def test_a_status_other_than_success(
    web: LoopbackWeb, pages: HttpxFetcher, status: int
) -> None:
    web.answers["/"] = answer(TEXT if status != 304 else b"", f"{status} Whatever")
    with pytest.raises(HttpStatusError, match=f"the server answered {status}"):
        await pages.fetch(web.url())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed(web: LoopbackWeb, pages: HttpxFetcher, status: int) -> None:
    web.answers["/a/b"] = redirect("../c?d", f"{status} Moved")
    web.answers["/c?d"] = answer(TEXT)
    page = await pages.fetch(web.url("/a/b"))
    assert (page.url, page.final_url) == (web.url("/a/b"), web.url("/c?d"))


@pytest.mark.parametrize(
    ("location", "target"),
    [
        (b"/caf\xc3\xa9?\xc3\xbc", "/caf%C3%A9?%C3%BC"),
        (b"/caf\xe9", "/caf%C3%A9"),
        (b"//127.0.0.1:%d/x", "/x"),
        (b"http://127.0.0.1:%d/x#part", "/x"),
        (b"HTTP://127.0.0.1:%d/./y/../x", "/x"),
        (b"?again", "/?again"),
    ],
)
async def test_locations_that_are_fine(
    web: LoopbackWeb, pages: HttpxFetcher, location: bytes, target: str
) -> None:
    written = location % web.port if b"%d" in location else location
    web.answers["/"] = b"HTTP/1.1 302 F\r\nContent-Length: 0\r\nLocation: " + written + b"\r\n\r\n"
    web.answers[target] = answer(TEXT)
    page = await pages.fetch(web.url())
    assert page.final_url == web.url(target)
    assert page.body == TEXT


@pytest.mark.parametrize(
    "location",
    ["http://10.0.0.7/", "http://169.254.169.254/", "file:///etc/passwd", "http://[::1]/",
     "http://2130706433/", "javascript:alert(1)", "http://[", "http://a b/", "/\\evil.test"],
)  # fmt: skip
async def test_locations_that_are_refused(
    web: LoopbackWeb, pages: HttpxFetcher, location: str
) -> None:
    web.answers["/"] = redirect(location)
    with pytest.raises(AddressRefusedError, match="the page redirects"):
        await pages.fetch(web.url())
    assert web.paths == ["/"]


async def test_as_many_redirects_as_allowed_and_no_more(web: LoopbackWeb) -> None:
    web.answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(20)} | {"/20": answer(TEXT)}
    async with fetcher(max_redirects=5) as pages:
        assert (await pages.fetch(web.url("/15"))).body == TEXT
        web.asked.clear()
        with pytest.raises(TooManyRedirectsError, match="more than 5 times"):
            await pages.fetch(web.url("/14"))
        assert len(web.paths) == 6
    async with fetcher(max_redirects=0) as pages:
        assert (await pages.fetch(web.url("/20"))).body == TEXT
        with pytest.raises(TooManyRedirectsError):
            await pages.fetch(web.url("/19"))


async def test_a_circle_of_redirects_is_seen(web: LoopbackWeb, pages: HttpxFetcher) -> None:
    web.answers = {"/a": redirect("/b"), "/b": redirect("/a"), "/c": redirect("/c#again")}
    for path, asked in (("/a", ["/a", "/b"]), ("/c", ["/c"])):
        web.asked.clear()
        with pytest.raises(TooManyRedirectsError, match="circle"):
            await pages.fetch(web.url(path))
        assert web.paths == asked


async def test_a_redirect_need_not_finish_its_body(web: LoopbackWeb, pages: HttpxFetcher) -> None:
    web.answers["/a"] = then_stall(answer(b"", "302 Found", declared=99, Location="/b"))
    web.answers["/b"] = then_close(answer(b"", "302 Found", declared=99, Location="/c"))
    web.answers["/c"] = answer(TEXT)
    began = monotonic()
    assert (await pages.fetch(web.url("/a"))).body == TEXT
    assert monotonic() - began < 2


# Time


STALLS: dict[str, Write] = {
    "before it answers": then_stall(b""),
    "in the status line": then_stall(b"HTTP/1.1 2"),
    "in the headers": then_stall(b"HTTP/1.1 200 OK\r\nContent-Type: te"),
    "before the body": then_stall(answer(b"", declared=99)),
    "in the body": then_stall(answer(TEXT, declared=99_999)),
    "between chunks": then_stall(CHUNKED + b"5\r\nhello\r\n"),
    "in a gzip body": then_stall(
        answer(gzip.compress(TEXT)[:50], declared=999, Content_Encoding="gzip")
    ),
    "dripping headers": again_and_again(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n", 0.05),
    "dripping a body": again_and_again(answer(b"", declared=9_999), b"x", 0.05),
    "dripping chunks": again_and_again(CHUNKED, b"1\r\nx\r\n", 0.05),
    "provisional answers": again_and_again(b"", b"HTTP/1.1 102 Processing\r\n\r\n", 0.05),
}


@pytest.mark.parametrize("write", STALLS.values(), ids=STALLS)
async def test_a_page_that_stalls_costs_its_time_and_no_more(
    web: LoopbackWeb, write: Write
) -> None:
    web.answers["/"] = write
    web.answers["/other"] = answer(TEXT)
    async with fetcher(timeout_seconds=0.4) as pages:
        began = monotonic()
        stalled, other = await asyncio.gather(
            pages.fetch(web.url()), pages.fetch(web.url("/other")), return_exceptions=True
        )
        assert 0.3 < monotonic() - began < 5
        assert isinstance(stalled, FetchTimeoutError)
        assert "within 0.4 s" in str(stalled)
        assert not isinstance(other, BaseException)
        assert (await pages.fetch(web.url("/other"))).body == TEXT


async def test_redirects_share_the_time_of_their_page(web: LoopbackWeb) -> None:
    def late(number: int) -> Write:
        async def write(writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.15)
            writer.write(redirect(f"/{number + 1}"))

        return write

    web.answers = {f"/{number}": late(number) for number in range(9)}
    async with fetcher(timeout_seconds=0.4, max_redirects=9) as pages:
        with pytest.raises(FetchTimeoutError):
            await pages.fetch(web.url("/0"))
    assert len(web.paths) <= 3


async def test_a_server_that_never_begins_tls(web: LoopbackWeb) -> None:
    address = web.url().replace("http:", "https:")
    async with fetcher(timeout_seconds=0.4) as pages:
        began = monotonic()
        with pytest.raises(FetchTimeoutError):
            await pages.fetch(address)
        assert monotonic() - began < 5


async def test_cancelling_closes_the_connection_and_leaves_no_task(web: LoopbackWeb) -> None:
    gone = asyncio.Event()

    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED)
        try:
            while True:
                writer.write(b"1\r\nx\r\n")
                await writer.drain()
                await asyncio.sleep(0.01)
        except ConnectionError:
            gone.set()
            raise

    web.answers["/"] = write
    before = len(asyncio.all_tasks())
    async with fetcher() as pages:
        task = asyncio.create_task(pages.fetch(web.url()))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gone.wait(), 2)
    await asyncio.sleep(0)
    assert len(asyncio.all_tasks()) <= before + web.connections


# Size and compression


async def test_the_limit_is_for_the_body_as_it_is_read(
    web: LoopbackWeb, pages: HttpxFetcher
) -> None:
    whole = b"x" * MAX_BYTES
    web.answers["/plain"] = answer(whole)
    web.answers["/gzip"] = answer(gzip.compress(whole), Content_Encoding="gzip")
    web.answers["/plain+1"] = answer(whole + b"x")
    web.answers["/gzip+1"] = answer(gzip.compress(whole + b"x"), Content_Encoding="gzip")
    for path in ("/plain", "/gzip"):
        assert (await pages.fetch(web.url(path))).body == whole
    for path in ("/plain+1", "/gzip+1"):
        with pytest.raises(TooLargeError, match="100,000 bytes"):
            await pages.fetch(web.url(path))


ENDLESS: dict[str, bytes | Write] = {
    "declared": then_stall(answer(b"", declared=MAX_BYTES + 1)),
    "declared far too large": then_stall(answer(b"", declared=10**15)),
    "without a length": again_and_again(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 5_000),
    "in chunks": again_and_again(CHUNKED, b"400\r\n" + b"x" * 1_024 + b"\r\n"),
    "a gzip bomb": answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip"),
    "a deflate bomb": answer(zlib.compress(bytes(50_000_000)), Content_Encoding="deflate"),
}


@pytest.mark.parametrize("found", ENDLESS.values(), ids=ENDLESS)
async def test_too_large(web: LoopbackWeb, pages: HttpxFetcher, found: bytes | Write) -> None:
    web.answers["/"] = found
    began = monotonic()
    with pytest.raises(TooLargeError):
        await pages.fetch(web.url())
    assert monotonic() - began < 2


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzip.compress(TEXT), "gzip"),
        (gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:]), "gzip"),
        (zlib.compress(TEXT), "deflate"),
        (zlib.compress(TEXT)[2:-4], "deflate"),
        (TEXT, "identity"),
        (TEXT, "utf-8"),
        (TEXT, "br"),
    ],
    ids=["gzip", "two members", "deflate", "raw deflate", "identity", "a charset", "not applied"],
)
async def test_compressions(
    web: LoopbackWeb, pages: HttpxFetcher, packed: bytes, encoding: str
) -> None:
    web.answers["/"] = answer(packed, Content_Encoding=encoding)
    assert (await pages.fetch(web.url())).body == TEXT


BROKEN: dict[str, tuple[bytes | Write, str]] = {
    "cut off": (
        then_close(answer(TEXT, declared=len(TEXT) + 1)),
        "without sending complete message body",
    ),
    "cut off between chunks": (
        then_close(CHUNKED + b"5\r\nhello\r\n"),
        "without sending complete message body",
    ),
    "cut off in the headers": (then_close(b"HTTP/1.1 200 OK\r\nContent-"), "connection broke"),
    "gzip cut off": (answer(gzip.compress(TEXT)[:-9], Content_Encoding="gzip"), "cut off"),
    "not gzip": (answer(zlib.compress(TEXT), Content_Encoding="gzip"), "compression is broken"),
    "not asked for": (answer(zlib.compress(TEXT), Content_Encoding="br"), "not asked for"),
    "nothing": (then_close(b""), "without sending a response"),
    "another protocol": (then_close(b"SSH-2.0-OpenSSH_9\r\n\r\n"), "illegal status line"),
    "HTTP/0.9": (then_close(b"<html>hello</html>\r\n\r\n"), "illegal status line"),
    "two lengths": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        "Content-Length",
    ),
    "negative length": (b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n", "Content-Length"),
    "chunk size": (CHUNKED + b"zz\r\n", "connection broke"),
    "an upgrade": (b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", "connection broke"),
    "large header": (answer(TEXT, X_Large="x" * 300_000), "too long"),
    "endless headers": (again_and_again(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 99), "too long"),
    "endless header": (again_and_again(b"HTTP/1.1 200 OK\r\nA: ", b"x" * 999), "too long"),
    "crumbs": (again_and_again(CHUNKED, b"1\r\nx\r\n" * 500), "too many small pieces"),
}


@pytest.mark.parametrize(("found", "reason"), BROKEN.values(), ids=BROKEN)
async def test_a_broken_answer_is_a_failed_page_that_says_how(
    web: LoopbackWeb, pages: HttpxFetcher, found: bytes | Write, reason: str
) -> None:
    web.answers["/"] = found
    with pytest.raises(FetchError, match=reason) as raised:
        await pages.fetch(web.url())
    assert raised.value.code == "fetch_failed"
    assert len(str(raised.value)) < 250


async def test_nobody_listens(pages: HttpxFetcher) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(FetchError, match="no connection to the server"):
            await pages.fetch(f"http://127.0.0.1:{unused.getsockname()[1]}/")


# robots.txt


async def test_robots_txt_is_honoured_and_asked_for_once(
    web: LoopbackWeb, pages: HttpxFetcher
) -> None:
    robots = "User-agent: *\nDisallow: /\n\nUser-agent: Content-Research-Pipeline\nDisallow: /p"
    web.answers = {"/robots.txt": answer(robots.encode()), "/a": answer(TEXT), "/p": answer(TEXT)}
    web.answers["/to-p"] = redirect("/p")
    assert (await pages.fetch(web.url("/a"))).body == TEXT
    for path in ("/p", "/a/../p", "/%70", "/to-p"):
        with pytest.raises(RobotsDisallowedError):
            await pages.fetch(web.url(path))
    assert [asked.target for asked in web.asked] == ["/robots.txt", "/a", "/to-p"]


@pytest.mark.parametrize(
    ("found", "error"),
    [
        (answer(b"no", "404 Not Found"), None),
        (answer(b"User-agent: *\nDisallow: /", "403 Forbidden"), None),
        (answer(b"oh", "500 Oh"), RobotsDisallowedError),
        (answer(b"oh", "503 Oh"), RobotsDisallowedError),
        (redirect("/robots.txt?"), None),
        (redirect("/elsewhere"), RobotsDisallowedError),
        (redirect("http://10.0.0.7/robots.txt"), AddressRefusedError),
        (then_close(b""), FetchError),
        (then_close(answer(b"User-agent: *\n", declared=99)), FetchError),
        (answer(gzip.compress(b"User-agent: *\nDisallow: /"), Content_Encoding="gzip"),
         RobotsDisallowedError),
        (answer(b"User-agent: *\nDisallow: /\n" + b"#" * 2_000_000), RobotsDisallowedError),
        (again_and_again(CHUNKED, b"400\r\n" + b"#" * 1_024 + b"\r\n"), None),
        (answer(gzip.compress(b"#" * 50_000_000), Content_Encoding="gzip"), None),
    ],
    ids=["404", "403", "500", "503", "circle", "redirect", "redirect inside", "nothing", "cut off",
         "gzip", "huge", "endless", "bomb"],
)  # fmt: skip
async def test_robots_txt_of_every_kind(
    web: LoopbackWeb,
    pages: HttpxFetcher,
    found: bytes | Write,
    error: type[FetchError] | None,
) -> None:
    web.answers = {"/robots.txt": found, "/a": answer(TEXT)}
    web.answers["/elsewhere"] = answer(b"User-agent: *\nDisallow: /a")
    if error is None:
        assert (await pages.fetch(web.url("/a"))).body == TEXT
    else:
        with pytest.raises(error, match=r"robots\.txt"):
            await pages.fetch(web.url("/a"))
        assert "/a" not in web.paths


async def test_five_redirects_of_robots_txt_are_followed_and_a_sixth_means_none(
    web: LoopbackWeb, pages: HttpxFetcher
) -> None:
    web.answers = {f"/r{n}": redirect(f"/r{n + 1}") for n in range(1, 7)} | {"/a": answer(TEXT)}
    web.answers["/robots.txt"] = redirect("/r1")
    web.answers["/r5"] = answer(b"User-agent: *\nDisallow: /")
    with pytest.raises(RobotsDisallowedError):
        await pages.fetch(web.url("/a"))
    web.answers["/r5"] = redirect("/r6")
    web.answers["/r6"] = answer(b"User-agent: *\nDisallow: /")
    async with fetcher() as others:
        assert (await others.fetch(web.url("/a"))).body == TEXT


async def test_a_robots_txt_that_stalls_fails_its_pages_in_time_and_once(
    web: LoopbackWeb,
) -> None:
    web.answers = {"/robots.txt": then_stall(b"HTTP/1.1 200 OK\r\n"), "/a": answer(TEXT)}
    async with fetcher(timeout_seconds=0.4) as pages:
        began = monotonic()
        for _ in range(5):
            with pytest.raises(FetchTimeoutError):
                await pages.fetch(web.url("/a"))
        assert monotonic() - began < 1.5
    assert len(web.asked) == 1


# Connections


async def test_a_server_is_connected_to_once_for_pages_in_a_row(
    web: LoopbackWeb, pages: HttpxFetcher
) -> None:
    web.answers = {"/a": answer(TEXT), "/b": redirect("/a"), "/c": answer(TEXT, "404 No")}
    for path in ("/a", "/b"):
        await pages.fetch(web.url(path))
    with pytest.raises(HttpStatusError):
        await pages.fetch(web.url("/c"))
    assert (await pages.fetch(web.url("/a"))).body == TEXT
    assert web.connections == 1


async def test_a_kept_connection_that_closes_as_it_is_used_costs_no_page(
    web: LoopbackWeb, pages: HttpxFetcher
) -> None:
    async def once(writer: asyncio.StreamWriter) -> None:
        web.answers["/b"] = answer(TEXT)
        writer.close()

    web.answers = {"/a": answer(TEXT), "/b": once}
    await pages.fetch(web.url("/a"))
    assert (await pages.fetch(web.url("/b"))).body == TEXT
    assert web.paths == ["/a", "/b", "/b"]


async def test_many_pages_at_once(web: LoopbackWeb, pages: HttpxFetcher) -> None:
    for number in range(60):
        body = f"page {number}".encode()
        web.answers[f"/{number}"] = answer(gzip.compress(body), Content_Encoding="gzip")
    web.answers["/7"] = answer(b"", "500 Oh")
    web.answers["/8"] = then_close(answer(b"", declared=9))
    results = await asyncio.gather(
        *(pages.fetch(web.url(f"/{number}")) for number in range(60)), return_exceptions=True
    )
    bodies = [None if isinstance(found, BaseException) else found.body for found in results]
    expected = [f"page {number}".encode() for number in range(60)]
    assert bodies == [None if n in (7, 8) else body for n, body in enumerate(expected)]
    assert [type(results[7]), type(results[8])] == [HttpStatusError, FetchError]
    assert sum(asked.target == "/robots.txt" for asked in web.asked) == 1


# TLS and HTTP/2


@pytest.fixture(params=[LoopbackWeb, LoopbackWebOverHttp2])
async def secure(
    request: pytest.FixtureRequest, authority: trustme.CA
) -> AsyncIterator[LoopbackWeb]:
    make: Callable[..., LoopbackWeb] = request.param
    http2 = request.param is LoopbackWebOverHttp2
    async with make(ssl_context=server_context(authority, "localhost", http2=http2)) as serving:
        yield serving


async def test_a_page_over_tls(secure: LoopbackWeb, authority: trustme.CA) -> None:
    secure.answers = {"/a": answer(TEXT, Content_Type="text/html"), "/b": redirect("/a")}
    async with fetcher(ssl_context=trusting(authority)) as pages:
        page = await pages.fetch(secure.url("/b", "localhost"))
    assert (page.body, page.content_type) == (TEXT, "text/html")
    assert page.final_url == secure.url("/a", "localhost")
    assert secure.asked[-1].headers["user-agent"] == AGENT.lower()
    assert secure.asked[-1].headers["host"] == f"localhost:{secure.port}"
    assert secure.connections == 1


async def test_a_certificate_that_is_not_trusted(
    secure: LoopbackWeb, authority: trustme.CA
) -> None:
    secure.answers["/"] = answer(TEXT)
    async with fetcher() as pages:
        with pytest.raises(FetchError, match=r"(?i)certificate.verify.failed"):
            await pages.fetch(secure.url("/", "localhost"))
    async with fetcher(ssl_context=trusting(authority)) as pages:
        with pytest.raises(FetchError, match=r"(?i)certificate"):  # it is for another name
            await pages.fetch(secure.url("/", "127.0.0.1"))
    assert secure.asked == []


async def test_limits_hold_over_tls(secure: LoopbackWeb, authority: trustme.CA) -> None:
    secure.answers = {
        "/large": answer(b"x" * (MAX_BYTES + 1)),
        "/bomb": answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip"),
        "/cut": answer(gzip.compress(TEXT)[:-9], Content_Encoding="gzip"),
        "/gone": answer(b"", "410 Gone"),
        "/in": redirect("https://10.0.0.7/"),
        "/fine": answer(TEXT),
    }
    async with fetcher(ssl_context=trusting(authority)) as pages:
        for path, error in (
            ("/large", TooLargeError), ("/bomb", TooLargeError), ("/cut", FetchError),
            ("/gone", HttpStatusError), ("/in", AddressRefusedError),
        ):  # fmt: skip
            with pytest.raises(error):
                await pages.fetch(secure.url(path, "localhost"))
            assert (await pages.fetch(secure.url("/fine", "localhost"))).body == TEXT


@pytest.fixture
async def modern(authority: trustme.CA) -> AsyncIterator[LoopbackWebOverHttp2]:
    context = server_context(authority, "localhost", http2=True)
    async with LoopbackWebOverHttp2(ssl_context=context) as serving:
        yield serving


async def test_http2_shares_one_connection(
    modern: LoopbackWebOverHttp2, authority: trustme.CA
) -> None:
    modern.answers = {f"/{n}": answer(f"page {n}".encode()) for n in range(40)}
    async with fetcher(ssl_context=trusting(authority)) as pages:
        found = await asyncio.gather(
            *(pages.fetch(modern.url(f"/{n}", "localhost")) for n in range(40))
        )
    assert [page.body.decode() for page in found] == [f"page {n}" for n in range(40)]
    assert modern.connections == 1


async def test_http2_pages_left_half_read_do_not_stall_those_after_them(
    modern: LoopbackWebOverHttp2, authority: trustme.CA
) -> None:
    """The server sends as much as the window allows, far more than is read."""
    modern.answers = {"/large": answer(bytes(40_000_000)), "/fine": answer(TEXT)}
    async with fetcher(ssl_context=trusting(authority), timeout_seconds=3.0) as pages:
        for _ in range(2):
            with pytest.raises(TooLargeError):
                await pages.fetch(modern.url("/large", "localhost"))
            assert (await pages.fetch(modern.url("/fine", "localhost"))).body == TEXT


@pytest.mark.parametrize("trouble", ["stall", "reset", "close", "garbage", "short", "status"])
async def test_http2_answers_that_break(
    modern: LoopbackWebOverHttp2, authority: trustme.CA, trouble: str
) -> None:
    modern.answers = {"/a": answer(TEXT), "/fine": answer(TEXT)}
    modern.troubles = {"/a": trouble}
    async with fetcher(ssl_context=trusting(authority), timeout_seconds=0.6) as pages:
        await pages.fetch(modern.url("/fine", "localhost"))
        with pytest.raises(FetchTimeoutError if trouble == "stall" else FetchError) as raised:
            await pages.fetch(modern.url("/a", "localhost"))
        assert str(raised.value)
        assert (await pages.fetch(modern.url("/fine", "localhost"))).body == TEXT

"""That a connection goes where the check looked, whatever names and redirects say."""

import ssl
from collections.abc import Sequence
from ipaddress import ip_address, ip_network

import httpcore
import httpx
import pytest

from research.adapters.fetch.guarded_transport import GuardedTransport
from research.adapters.fetch.httpx_fetcher import HttpxFetcher
from research.domain.errors import AddressRefusedError, FetchError
from research.domain.source import Page
from research.web.addresses import Address, Network

PUBLIC, OTHER, PRIVATE = "93.184.215.14", "93.184.215.15", "10.0.0.7"
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


def redirect(location: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: {location}\r\n\r\n".encode()


class ScriptedResolver:
    """Gives each of a name's answers once, in order, and the last one from then on."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self.answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        self.asked.append(host)
        answers = self.answers[host]
        given = answers.pop(0) if len(answers) > 1 else answers[0]
        return [ip_address(address) for address in given]


class RecordingStream(httpcore.AsyncMockStream):
    """Notes what is written and for which name TLS is asked."""

    def __init__(self, answers: list[bytes]) -> None:
        super().__init__(answers)
        self.written = b""
        self.server_name: str | None = None

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        self.written += buffer

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        self.server_name = server_hostname
        return self


class RecordingBackend(httpcore.AsyncMockBackend):
    """Notes where connections go; each of them answers as told, unless its address is dead."""

    def __init__(self, *answers: bytes, dead: Sequence[str] = ()) -> None:
        super().__init__([])
        self.answers = answers
        self.dead = dead
        self.connected: list[tuple[str, int]] = []
        self.streams: list[RecordingStream] = []

    async def connect_tcp(  # type: ignore[override]
        self, host: str, port: int, *_: object
    ) -> httpcore.AsyncNetworkStream:
        self.connected.append((host, port))
        if host in self.dead:
            raise httpcore.ConnectError("refused")
        self.streams.append(RecordingStream(list(self.answers)))
        return self.streams[-1]


async def fetch(
    url: str,
    backend: RecordingBackend,
    resolver: ScriptedResolver,
    allow_networks: Sequence[Network] = (),
) -> Page:
    transport = GuardedTransport(allow_networks, resolver=resolver, backend=backend)
    fetcher = HttpxFetcher(
        timeout_seconds=5,
        max_bytes=1000,
        max_redirects=5,
        allow_networks=allow_networks,
        user_agent="tests/1",
        transport=transport,
    )
    async with fetcher:
        return await fetcher.fetch(url)


async def get(url: str, backend: RecordingBackend, resolver: ScriptedResolver) -> httpx.Response:
    transport = GuardedTransport(resolver=resolver, backend=backend)
    return await transport.handle_async_request(httpx.Request("GET", url))


async def test_it_connects_to_the_address_that_was_checked_and_keeps_the_name() -> None:
    backend = RecordingBackend(NO_ROBOTS, PAGE)
    page = await fetch("https://a.test/x", backend, ScriptedResolver(a_test=[[PUBLIC]]))
    assert page.body == b"hi"
    assert backend.connected == [(PUBLIC, 443)]
    (stream,) = backend.streams
    assert stream.server_name == "a.test"
    assert b"GET /x HTTP/1.1\r\nHost: a.test\r\n" in stream.written


async def test_a_name_is_looked_up_once_a_connection_so_no_later_answer_counts() -> None:
    """DNS rebinding: public when it is checked, private when it is connected to."""
    resolver = ScriptedResolver(a_test=[[PUBLIC], [PRIVATE]])
    backend = RecordingBackend(PAGE)
    response = await get("http://a.test/", backend, resolver)
    assert response.status_code == 200
    assert resolver.asked == ["a.test"]
    assert backend.connected == [(PUBLIC, 80)]


async def test_an_answer_that_turns_private_is_refused_on_the_next_connection() -> None:
    resolver = ScriptedResolver(a_test=[[PUBLIC], [PRIVATE]])
    backend = RecordingBackend(NO_ROBOTS.replace(b"Length: 0", b"Length: 0\r\nConnection: close"))
    with pytest.raises(AddressRefusedError, match=r"10\.0\.0\.7, which is not a public address"):
        await fetch("http://a.test/", backend, resolver)
    assert resolver.asked == ["a.test", "a.test"]
    assert backend.connected == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    "answers",
    [[PUBLIC, PRIVATE], [PRIVATE, PUBLIC], [PUBLIC, "::1"], [PUBLIC, "169.254.169.254"],
     [PUBLIC, "::ffff:10.0.0.7"], ["fe80::1%2"], ["0.0.0.0"]],
)  # fmt: skip
async def test_one_bad_answer_among_good_ones_refuses_the_name(answers: list[str]) -> None:
    backend = RecordingBackend(PAGE)
    with pytest.raises(AddressRefusedError):
        await get("http://a.test/", backend, ScriptedResolver(a_test=[answers]))
    assert backend.connected == []


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://localhost/", "http://a.internal/",
     "http://[::ffff:10.0.0.7]/", "http://[64:ff9b::a00:7]/", "http://0x5d.184.215.14/"],
)  # fmt: skip
async def test_the_transport_alone_refuses_too(url: str) -> None:
    """It does not rely on whoever calls it to have checked the address."""
    backend = RecordingBackend(PAGE)
    resolver = ScriptedResolver(
        localhost=[[PUBLIC]], a_internal=[[PUBLIC]], **{"0x5d.184.215.14": [[PUBLIC]]}
    )
    with pytest.raises(AddressRefusedError):
        await get(url, backend, resolver)
    assert backend.connected == []


@pytest.mark.parametrize(
    "location",
    ["http://10.0.0.7/", "//10.0.0.7/x", "http://169.254.169.254/latest/", "http://localhost/",
     "http://0x0a000007/", "http://b.internal/", "http://[::1]/", "file:///etc/passwd",
     "http://me@b.test/", "http://b.test:22/", "javascript:alert(1)", "http://[", "gopher://b.test"],
)  # fmt: skip
async def test_a_redirect_to_what_may_not_be_read_is_refused(location: str) -> None:
    backend = RecordingBackend(NO_ROBOTS, redirect(location))
    with pytest.raises(AddressRefusedError, match="the page redirects"):
        await fetch("http://a.test/", backend, ScriptedResolver(a_test=[[PUBLIC]]))
    assert backend.connected == [(PUBLIC, 80)]


async def test_a_redirect_to_a_name_that_leads_to_a_private_address_is_refused() -> None:
    backend = RecordingBackend(NO_ROBOTS, redirect("http://b.test/"))
    resolver = ScriptedResolver(a_test=[[PUBLIC]], b_test=[[PRIVATE]])
    with pytest.raises(AddressRefusedError, match=r"10\.0\.0\.7"):
        await fetch("http://a.test/", backend, resolver)
    assert backend.connected == [(PUBLIC, 80)]


async def test_a_robots_txt_that_redirects_inside_is_refused_as_well() -> None:
    backend = RecordingBackend(redirect("http://10.0.0.7/robots.txt"))
    with pytest.raises(AddressRefusedError, match="robots"):
        await fetch("http://a.test/", backend, ScriptedResolver(a_test=[[PUBLIC]]))
    assert backend.connected == [(PUBLIC, 80)]


async def test_a_dead_address_gives_way_to_the_next_checked_one() -> None:
    backend = RecordingBackend(PAGE, dead=[PUBLIC])
    resolver = ScriptedResolver(a_test=[[PUBLIC, OTHER]])
    assert (await get("http://a.test:8080/", backend, resolver)).status_code == 200
    assert backend.connected == [(PUBLIC, 8080), (OTHER, 8080)]


async def test_when_every_address_is_dead_it_says_so_after_a_few() -> None:
    addresses = [f"93.184.215.{number}" for number in range(20)]
    backend = RecordingBackend(PAGE, dead=addresses)
    with pytest.raises(httpx.ConnectError):
        await get("http://a.test/", backend, ScriptedResolver(a_test=[addresses]))
    assert [host for host, _ in backend.connected] == addresses[:4]


async def test_a_name_without_an_address_is_a_failed_page() -> None:
    with pytest.raises(FetchError, match="could not be resolved"):
        await get("http://a.test/", RecordingBackend(), ScriptedResolver(a_test=[[]]))


async def test_an_allowed_network_opens_a_name_that_leads_there_and_no_other() -> None:
    allowed = (ip_network("10.0.0.0/8"),)
    backend = RecordingBackend(NO_ROBOTS, PAGE)
    resolver = ScriptedResolver(a_test=[[PRIVATE]], b_test=[["192.168.0.1"]])
    assert (await fetch("http://a.test/", backend, resolver, allowed)).body == b"hi"
    with pytest.raises(AddressRefusedError):
        await fetch("http://b.test/", backend, resolver, allowed)
    assert backend.connected == [(PRIVATE, 80)]


async def test_of_a_local_names_answers_the_allowed_ones_are_connected_to() -> None:
    backend = RecordingBackend(NO_ROBOTS, PAGE)
    resolver = ScriptedResolver(localhost=[["::1", "127.0.0.1"]])
    await fetch("http://localhost/", backend, resolver, (ip_network("127.0.0.0/8"),))
    assert backend.connected == [("127.0.0.1", 80)]


async def test_a_kept_connection_that_the_server_closed_is_made_anew_once() -> None:
    resolver = ScriptedResolver(a_test=[[PUBLIC]])
    backend = RecordingBackend(PAGE)  # each connection answers once, and is closed then
    transport = GuardedTransport(resolver=resolver, backend=backend)
    for _ in range(2):
        response = await transport.handle_async_request(httpx.Request("GET", "http://a.test/"))
        assert await response.aread() == b"hi"
    assert len(backend.connected) == 2
    backend.answers = ()
    with pytest.raises(httpx.TransportError):
        await transport.handle_async_request(httpx.Request("GET", "http://a.test/"))
    assert len(backend.connected) == 3


async def test_a_new_connection_that_breaks_is_not_tried_again() -> None:
    backend = RecordingBackend()
    with pytest.raises(httpx.TransportError):
        await get("http://a.test/", backend, ScriptedResolver(a_test=[[PUBLIC]]))
    assert len(backend.connected) == 1

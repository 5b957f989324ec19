"""Pages that need scripts, and pages that misuse them, in real Chromium."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import httpcore
import psutil
import pytest

from research.adapters.extract.page_extractor import PageExtractor
from research.adapters.fetch.chromium import browser_requests, chromium_renderer
from research.adapters.fetch.chromium.chromium_process import ChromiumSetup
from research.adapters.fetch.chromium.chromium_renderer import ChromiumRenderer, RenderLimits
from research.adapters.fetch.guarded_transport import GuardedTransport, Resolver
from research.adapters.fetch.httpx_fetcher import HttpxFetcher
from research.domain.errors import HttpStatusError, RenderError, RobotsDisallowedError
from research.domain.source import Page, RenderedPage
from research.web.addresses import Address, Network
from tests.integration.loopback_web import Answer, LoopbackWeb, answer, redirect
from tests.servers import required_program

LOOPBACK = ip_network("127.0.0.0/8")
PUBLIC = "http://storks.example/"
SENTENCE = "The white stork returns to its nest on the roof of the mill in March."
TEXT = " ".join([SENTENCE] * 4)
HTML = "text/html; charset=utf-8"


def html(body: str, **headers: str) -> bytes:
    return answer(f"<!doctype html><title>Storks</title>{body}".encode(), Content_Type=HTML,
                  **headers)  # fmt: skip


def script(code: str, before: str = "<main id=m></main>") -> bytes:
    """A page whose text the script writes, by ``tell(text)``."""
    tell = "const tell = (t) => { document.getElementById('m').innerHTML += `<p>${t}</p>`; };"
    return html(f"{before}<script>{tell}\n{code}</script>")


class _ToLoopback(httpcore.AnyIOBackend):
    """Connects to one port of this machine, whatever public address was checked."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port

    async def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        is_public = not host.startswith("127.")
        there = ("127.0.0.1", self.port) if is_public else (host, port)
        return await super().connect_tcp(*there, *args, **kwargs)


async def _public_names(host: str, port: int) -> Sequence[Address]:
    return [ip_address("127.0.0.1" if host == "localhost" else "93.184.216.34")]


class _World:
    """A small public web behind names, in which a renderer shows pages."""

    def __init__(self, web: LoopbackWeb, **limits: float) -> None:
        self.web = web
        memory = int(limits.get("memory_bytes", 1_500_000_000))
        self.renderer = ChromiumRenderer(
            ChromiumSetup(
                Path(required_program("chromium", "apt-get install chromium")),
                has_sandbox=os.geteuid() != 0,
                environment={"PATH": os.environ["PATH"]},
                max_memory_bytes=memory,
            ),
            RenderLimits(limits.get("seconds", 30.0), int(limits.get("max_bytes", 5_000_000))),
            open_fetcher=self._fetcher,
            allow_networks=[LOOPBACK],
            resolver=_public_names,
        )

    def _fetcher(self, networks: Sequence[Network], resolver: Resolver) -> HttpxFetcher:
        transport = GuardedTransport(
            networks, resolver=resolver, backend=_ToLoopback(self.web.port)
        )
        return HttpxFetcher(
            timeout_seconds=5, max_bytes=5_000_000, max_redirects=5, allow_networks=networks,
            user_agent="us/1", transport=transport,
        )  # fmt: skip

    async def show(self, url: str = PUBLIC) -> RenderedPage:
        page = Page(url=url, final_url=url.partition("#")[0], content_type=HTML, body=b"<script>")
        return await self.renderer.render(page)

    async def text(self, url: str = PUBLIC) -> str:
        """What is read of the page that the browser shows."""
        return PageExtractor().extract((await self.show(url)).page).text


@asynccontextmanager
async def world(answers: dict[str, Answer], **limits: float) -> AsyncIterator[_World]:
    async with LoopbackWeb(answers) as web:
        yield _World(web, **limits)
    assert browsers() == []


def browsers() -> list[list[str]]:
    """The command lines of the programs below this one that belong to a browser."""
    lines = []
    for process in psutil.Process().children(recursive=True):
        try:
            line = process.cmdline()
        except psutil.NoSuchProcess:
            continue
        if any(name in word for word in line[:2] for name in ("chromium", "chrome", "playwright")):
            lines.append(line)
    return lines


async def test_text_that_a_script_brings_is_read() -> None:
    code = "fetch('/storks.json').then(r => r.json()).then(d => tell(d.text))"
    data = answer(b'{"text": "%s"}' % TEXT.encode(), Content_Type="application/json")
    async with world({"/": script(code), "/storks.json": data}) as small:
        rendered = await small.show()
        assert rendered.refused == ()
        assert rendered.page.final_url == PUBLIC
        document = PageExtractor().extract(rendered.page)
        assert document.title == "Storks"
        assert TEXT in document.text
        assert small.web.paths == ["/", "/storks.json"]
        assert b"<script" not in rendered.page.body


async def test_text_of_a_module_a_worker_a_timer_and_a_shadow_tree() -> None:
    page = html(
        """<main><p id=t></p><x-story><b slot=end>And away in August it flies.</b></x-story></main>
        <script src=/other.js></script><script type=module src=/module.js></script>"""
    )
    other = f"setTimeout(() => {{ t.textContent = `{TEXT}`; }}, 500)"
    module = f"""customElements.define("x-story", class extends HTMLElement {{
        connectedCallback() {{ this.attachShadow({{mode: "open"}}).innerHTML =
            `<p>{"In the shadow of the mill it rests until the noon is over. " * 3}</p>
             <slot name=end></slot>`; }} }});"""
    js = {"Content_Type": "text/javascript"}
    answers: dict[str, Answer] = {
        "/": page,
        "/other.js": answer(other.encode(), **js),
        "/module.js": answer(module.encode(), **js),
    }
    async with world(answers) as small:
        text = await small.text()
    for part in (SENTENCE, "In the shadow of the mill", "And away in August it flies."):
        assert part in text


async def test_where_the_script_sends_its_reader_and_what_the_fragment_says() -> None:
    answers: dict[str, Answer] = {
        "/": script("location.href = '/way'"),
        "/way": redirect("http://nest.example/story"),
        "/story": script(f"tell(`{TEXT}`)"),
        "/app": script(f"if (location.hash === '#/storks') tell(`{TEXT}`)"),
    }
    async with world(answers) as small:
        rendered = await small.show()
        assert rendered.page.final_url == "http://nest.example/story"
        assert SENTENCE.encode() in rendered.page.body
        rendered = await small.show(f"{PUBLIC}app#/storks")
        assert rendered.page.final_url == f"{PUBLIC}app#/storks"
        assert SENTENCE.encode() in rendered.page.body


@asynccontextmanager
async def tripwire() -> AsyncIterator[tuple[int, list[str]]]:
    """A port of this machine, over TCP and UDP, and who came there."""
    came: list[str] = []

    async def over_tcp(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append("tcp")
        writer.close()

    class OverUdp(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: object) -> None:
            came.append("udp")

    server = await asyncio.start_server(over_tcp, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        OverUdp, local_addr=("127.0.0.1", port)
    )
    try:
        yield port, came
    finally:
        transport.close()
        server.close()


WAYS_OUT = """
const at = "127.0.0.1:PORT";
const attempt = (f) => { try { const r = f(); if (r && r.catch) r.catch(() => 0); } catch {} };
const add = (tag, more) => attempt(() => {
  document.head.append(Object.assign(document.createElement(tag), more)); });
const outside = `fetch("http://${at}/w").catch(() => 0); new WebSocket("ws://${at}/w");
  importScripts("http://${at}/w.js");`;
attempt(() => fetch(`http://${at}/fetch`, {mode: "no-cors"}));
attempt(() => fetch(`http://localhost:PORT/fetch`));
attempt(() => fetch(`http://${at}/post`, {method: "POST", body: "x", mode: "no-cors"}));
attempt(() => { const x = new XMLHttpRequest(); x.open("GET", `http://${at}/x`); x.send(); });
attempt(() => new WebSocket(`ws://${at}/`));
attempt(() => new EventSource(`http://${at}/`));
attempt(() => new Image().src = `http://${at}/i.png`);
attempt(() => navigator.sendBeacon(`http://${at}/b`, "x"));
attempt(() => new Worker(URL.createObjectURL(new Blob([outside]))));
attempt(() => new SharedWorker(URL.createObjectURL(new Blob([outside]))));
attempt(() => navigator.serviceWorker.register("/worker.js"));
attempt(() => new WebTransport(`https://${at}/`).ready);
attempt(() => {
  const peer = new RTCPeerConnection({iceServers: [{urls: `stun:${at}`},
    {urls: `turn:${at}`, username: "a", credential: "b"},
    {urls: `turn:${at}?transport=tcp`, username: "a", credential: "b"}]});
  peer.createDataChannel("x");
  return peer.createOffer().then((offer) => peer.setLocalDescription(offer));
});
attempt(() => fetch("file:///etc/hostname").then((r) => r.text()).then(tell));
add("script", {src: `http://${at}/s.js`});
add("link", {rel: "stylesheet", href: `http://${at}/s.css`});
for (const rel of ["preconnect", "dns-prefetch", "prefetch", "preload", "modulepreload", "icon",
    "prerender", "manifest"]) add("link", {rel, href: `http://${at}/l`, as: "script"});
add("script", {type: "speculationrules", textContent:
  JSON.stringify({prefetch: [{source: "list", urls: [`http://${at}/p`]}]})});
for (const src of [`http://${at}/f`, "file:///etc/passwd", "chrome://version"])
  attempt(() => document.body.append(Object.assign(document.createElement("iframe"), {src})));
attempt(() => { const f = Object.assign(document.createElement("form"),
  {action: `http://${at}/form`, method: "post", target: "elsewhere"});
  document.body.append(f); f.submit(); });
attempt(() => window.open(`http://${at}/w`));
"""


async def test_a_page_reaches_nothing_of_this_machine_in_any_way() -> None:
    async with tripwire() as (port, came):
        code = WAYS_OUT.replace("PORT", str(port)) + f"setTimeout(() => tell(`{TEXT}`), 1500)"
        async with world({"/": script(code)}) as small:
            rendered = await small.show()
        assert came == []
    assert any(f"127.0.0.1:{port}" in refused for refused in rendered.refused)
    assert SENTENCE.encode() in rendered.page.body


async def test_the_trip_wire_is_seen_by_a_browser_that_may() -> None:
    async with tripwire() as (port, came):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"x", ("127.0.0.1", port))
        await asyncio.sleep(0.2)
        writer.close()
        assert sorted(came) == ["tcp", "udp"]


async def test_a_page_of_an_allowed_network_may_use_it() -> None:
    code = "fetch('/data').then(r => r.text()).then(tell)"
    async with world({"/": script(code), "/data": answer(TEXT.encode())}) as small:
        assert SENTENCE in await small.text(small.web.url("/"))


@pytest.mark.parametrize(
    "way", ["location.href = 'URL'", "location.replace('URL')", "history.pushState({}, '', 'URL')"]
)
@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "http://127.0.0.1:9999/", "chrome://version/", "javascript:void 1"],
)
async def test_where_a_page_may_not_go_it_stays(way: str, url: str) -> None:
    code = f"tell(`{TEXT}`); setTimeout(() => {{ {way.replace('URL', url)} }}, 100)"
    async with world({"/": script(code)}) as small:
        rendered = await small.show()
    assert rendered.page.final_url == PUBLIC
    assert SENTENCE.encode() in rendered.page.body
    assert b"root:" not in rendered.page.body


@pytest.mark.parametrize(
    "code",
    [
        "while (true) {}",
        "for (;;) document.body.append('x'.repeat(10))",
        "const again = () => Promise.resolve().then(again); again()",
        "while (true) alert('Stay')",
    ],
)
async def test_a_page_without_end_is_given_up(code: str) -> None:
    async with world({"/": script(code)}, seconds=6) as small:
        with pytest.raises(RenderError):
            await small.show()


async def test_a_page_that_never_rests_is_read_as_it_is_then() -> None:
    code = f"tell(`{TEXT}`); setInterval(() => tell('And one more.'), 50)"
    async with world({"/": script(code)}, seconds=8) as small:
        assert SENTENCE in await small.text()


async def test_a_page_that_takes_all_memory_is_given_up() -> None:
    code = """const all = []; setInterval(() => { for (let i = 0; i < 8; i++)
        all.push(new Uint8Array(16 << 20).fill(7)); }, 10)"""
    async with world({"/": script(code)}, memory_bytes=700_000_000) as small:
        with pytest.raises(RenderError, match="more than 700 MB of memory"):
            await small.show()


async def test_a_page_that_mines_costs_itself_alone() -> None:
    code = """for (let i = 0; i < 8; i++) new Worker(URL.createObjectURL(new Blob(
        ["for (;;) Math.sqrt(Math.random())"]))); for (;;);"""
    answers: dict[str, Answer] = {"/mine": script(code), "/": script(f"tell(`{TEXT}`)")}
    async with world(answers, seconds=20) as small:
        small.renderer._limits = RenderLimits(5.0, 5_000_000)
        with pytest.raises(RenderError, match="not done within 5 s"):
            await small.show(f"{PUBLIC}mine")
        small.renderer._limits = RenderLimits(20.0, 5_000_000)
        assert SENTENCE in await small.text()


async def test_a_page_that_leaves_for_nothing_is_given_up() -> None:
    code = f"tell(`{TEXT}`); setTimeout(() => {{ location.href = 'about:blank' }}, 100)"
    async with world({"/": script(code)}) as small:
        with pytest.raises(RenderError, match="no page of the web"):
            await small.show()


async def test_windows_are_not_opened() -> None:
    code = f"""tell(`{TEXT}`); for (let i = 0; i < 100; i++) window.open('/w' + i);
        document.body.innerHTML += '<a id=a href=/l target=_blank>x</a>'; a.click()"""
    async with world({"/": script(code)}) as small:
        assert SENTENCE in await small.text()
        assert small.web.paths == ["/"]


async def test_nothing_is_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = f"""tell(`{TEXT}`);
        document.body.insertAdjacentHTML('beforeend',
            '<a id=a download=evil.sh href=data:,evil>x</a><a id=b download href=/f>x</a>');
        a.click(); b.click(); setTimeout(() => location.href = '/f', 100)"""
    file = answer(b"evil" * 100, Content_Type="application/octet-stream",
                  Content_Disposition="attachment; filename=evil.sh")  # fmt: skip
    async with world({"/": script(code), "/f": file}) as small:
        assert SENTENCE in await small.text()
        assert not any(tmp_path.iterdir())  # noqa: ASYNC240, nothing else runs


async def test_nothing_is_granted() -> None:
    code = """const ask = async (name) => (await navigator.permissions.query({name})).state;
        Promise.all(["geolocation", "notifications", "camera", "microphone", "clipboard-read",
            "midi"].map(ask)).then((s) => tell("States: " + s.join(", ")));
        navigator.geolocation.getCurrentPosition(() => tell("HERE"), () => tell("Not told."))"""
    async with world({"/": script(code)}) as small:
        body = (await small.show()).page.body.decode()
    assert "Not told." in body
    assert "HERE" not in body
    assert "granted" not in body.partition("States: ")[2].partition("<")[0]


async def test_a_page_finds_nothing_of_another() -> None:
    code = f"""tell(`{TEXT}`); tell("Found: " + document.cookie + localStorage.getItem("a"));
        document.cookie = "a=SECRET;max-age=999"; localStorage.setItem("a", "SECRET")"""
    async with world({"/": script(code)}) as small:
        for _ in range(2):
            body = (await small.show()).page.body.decode()
            assert "Found: null" in body


async def test_no_cookie_of_a_server_is_kept_and_no_key_of_ours_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-ours")
    code = f"fetch('/d', {{credentials: 'include'}}).then(() => tell(`{TEXT}`))"
    told = html(script(code).partition(b"\r\n\r\n")[2].decode(), Set_Cookie="a=b")
    async with world({"/": told, "/d": answer(b"x")}) as small:
        await small.show()
        for asked in small.web.asked:
            assert "cookie" not in asked.headers
            assert "sk-of-ours" not in str(asked)


async def test_a_flood_of_requests_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_requests, "MAX_ASKED", 200)
    monkeypatch.setattr(chromium_renderer, "MAX_ASKED", 200)
    code = "setInterval(() => { for (let i = 0; i < 50; i++) fetch('/' + Math.random()) }, 1)"
    async with world({"/": script(code)}) as small:
        with pytest.raises(RenderError, match="more than 200 files"):
            await small.show()
        assert len(small.web.paths) <= browser_requests.MAX_FETCHED + 1


@pytest.mark.parametrize(
    "code",
    [
        "document.body.innerHTML = 'x'.repeat(3e6)",
        "let h = ''; for (let i = 0; i < 150000; i++) h += '<i>x</i>'; document.body.innerHTML = h",
    ],
)
async def test_a_page_that_makes_itself_too_large_is_given_up(code: str) -> None:
    async with world({"/": script(code)}, max_bytes=1_000_000) as small:
        with pytest.raises(RenderError, match="too large"):
            await small.show()


async def test_what_a_page_has_replaced_changes_nothing() -> None:
    code = f"""tell(`{TEXT}`);
        Object.defineProperty(Element.prototype, "outerHTML", {{get: () => "LIE"}});
        Node.prototype.appendChild = () => {{ throw 1; }};
        document.body.insertAdjacentHTML("beforeend",
            "<form><input name=childNodes><input name=localName><p>In a form.</p></form>")"""
    async with world({"/": script(code)}) as small:
        body = (await small.show()).page.body.decode()
    assert SENTENCE in body
    assert "In a form." in body
    assert "LIE" not in body


async def test_the_page_itself_is_guarded_as_any() -> None:
    robots = answer(b"User-agent: *\nDisallow: /closed\n", Content_Type="text/plain")
    async with world({"/": script("1"), "/robots.txt": robots}) as small:
        with pytest.raises(RobotsDisallowedError):
            await small.show(f"{PUBLIC}closed")
        with pytest.raises(HttpStatusError):
            await small.show(f"{PUBLIC}gone")


async def test_a_run_that_is_cancelled_leaves_no_process() -> None:
    async with world({"/": script("for (;;);")}) as small:
        for seconds in (0.1, 0.6, 2.0):
            showing = asyncio.create_task(small.show())
            await asyncio.sleep(seconds)
            showing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await showing
            assert browsers() == []


async def test_two_at_once_are_each_their_own() -> None:
    answers: dict[str, Answer] = {
        f"/{n}": script(f"tell(`{TEXT} It is number {n}.`)") for n in range(3)
    }
    async with world(answers) as small:
        texts = await asyncio.gather(*(small.text(f"{PUBLIC}{n}") for n in range(3)))
    assert [f"number {n}." in text for n, text in enumerate(texts)] == [True] * 3


async def test_where_there_is_no_chromium_it_says_so(tmp_path: Path) -> None:
    async with world({"/": script("1")}) as small:
        small.renderer._setup = ChromiumSetup(tmp_path / "none", True, {}, 10**9)
        with pytest.raises(RenderError, match="no Chromium was found"):
            await small.show()

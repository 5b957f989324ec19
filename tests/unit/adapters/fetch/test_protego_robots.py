"""robots.txt as RFC 9309 has it, each origin asked once."""

import asyncio
from time import process_time

import pytest

from research.adapters.fetch.protego_robots import MAX_ORIGINS, MAX_ROBOTS_BYTES, RobotsRules
from research.domain.errors import (
    AddressRefusedError,
    FetchError,
    FetchTimeoutError,
    RobotsDisallowedError,
    TooManyRedirectsError,
)

ORIGIN = "https://a.test"
AGENT = "Our-Robot/1.0 (+https://example.com)"


class Site:
    """Answers every robots.txt alike, and notes what was asked for."""

    def __init__(self, body: str | bytes = b"", status: int = 200) -> None:
        self.body = body.encode() if isinstance(body, str) else body
        self.status = status
        self.error: FetchError | None = None
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def get(self, url: str) -> tuple[int, bytes]:
        self.asked.append(url)
        await self.gate.wait()
        if self.error:
            raise self.error
        return self.status, self.body


async def may_read(body: str | bytes, path: str, agent: str = AGENT) -> bool:
    try:
        await RobotsRules(Site(body).get, agent).check(ORIGIN, ORIGIN + path)
    except RobotsDisallowedError:
        return False
    return True


@pytest.mark.parametrize(
    ("body", "allowed", "refused"),
    [
        ("", "/a", None),
        ("User-agent: *\nDisallow: /", None, "/a"),
        ("User-agent: *\nDisallow:", "/a", None),
        ("User-agent: *\nDisallow: /p/", "/q/", "/p/a"),
        ("user-AGENT : *\r\n disallow : /p # why", "/q", "/p"),
        ("\ufeffUser-agent: *\nDisallow: /p", "/q", "/p"),
        # 2.2.1: our group alone counts when there is one, in any case, with or without a version
        ("User-agent: *\nDisallow: /\n\nUser-agent: our-robot\nDisallow: /p", "/a", "/p"),
        ("User-agent: OUR-ROBOT\nDisallow: /p\n\nUser-agent: *\nDisallow: /", "/a", "/p"),
        ("User-agent: our-robot/9.9\nDisallow: /p", "/a", "/p"),
        ("User-agent: our-robot\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", None),
        ("User-agent: other\nDisallow: /", "/a", None),
        ("User-agent: robot\nDisallow: /\nUser-agent: our\nDisallow: /", "/a", None),
        # groups of several agents, and several groups of one
        ("User-agent: other\nUser-agent: our-robot\nDisallow: /p", "/a", "/p"),
        ("User-agent: our-robot\nUser-agent: other\nDisallow: /p", "/a", "/p"),
        ("User-agent: our-robot\nDisallow: /p\nUser-agent: other\nDisallow: /q", "/q", "/p"),
        ("User-agent: our-robot\nDisallow: /p\n\nUser-agent: our-robot\nDisallow: /q", "/a", "/q"),
        ("User-agent: other\nDisallow: /a\nUser-agent: *\nDisallow: /p", "/a", "/p"),
        ("User-agent: our-robot\nSitemap: /s\nCrawl-delay: 9\nDisallow: /p", "/a", "/p"),
        ("Disallow: /", "/a", None),
        # 2.2.2: the longest rule decides, allow on a tie; case counts
        ("User-agent: *\nDisallow: /p\nAllow: /p/q", "/p/q/r", "/p/r"),
        ("User-agent: *\nAllow: /p/q\nDisallow: /p", "/p/q/r", "/p/r"),
        ("User-agent: *\nDisallow: /p\nAllow: /p", "/p", None),
        ("User-agent: *\nDisallow: /P", "/p", "/P"),
        # 2.2.3: wildcards, ends, queries, percent-encoding on either side
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", "/b/a.pdf"),
        ("User-agent: *\nDisallow: /*?print=", "/a?page=1", "/a?print=1"),
        ("User-agent: *\nDisallow: /caf\u00e9", "/cafe", "/caf%C3%A9"),
        ("User-agent: *\nDisallow: /caf%c3%a9", "/cafe", "/caf%C3%A9"),
        ("User-agent: *\nDisallow: /~me", "/me", "/%7Eme"),
        # what is no robots.txt has no rules
        ("<!doctype html><p>User-agent: *</p>", "/a", None),
        ("User-agent *\nDisallow /", "/a", None),
    ],
)
async def test_rules(body: str, allowed: str | None, refused: str | None) -> None:
    assert allowed is None or await may_read(body, allowed)
    assert refused is None or not await may_read(body, refused)


async def test_bytes_that_are_not_utf8_do_no_harm() -> None:
    body = b"User-agent: *\nDisallow: /\xff\xfe\nDisallow: /p\n\x00\x85\n"
    assert not await may_read(body, "/p")
    assert await may_read(body, "/a")


@pytest.mark.parametrize("status", [204, 301, 304, 400, 401, 403, 404, 410, 429, 451])
async def test_without_a_robots_txt_all_may_be_read(status: int) -> None:
    site = Site("" if status == 204 else "User-agent: *\nDisallow: /", status)
    await RobotsRules(site.get, AGENT).check(ORIGIN, f"{ORIGIN}/a")


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
async def test_while_the_server_is_broken_nothing_may_be_read(status: int) -> None:
    with pytest.raises(RobotsDisallowedError, match=f"status {status}"):
        await RobotsRules(Site(status=status).get, AGENT).check(ORIGIN, f"{ORIGIN}/a")


@pytest.mark.parametrize(
    "error", [FetchError("broken"), FetchTimeoutError("slow"), AddressRefusedError("private")]
)
async def test_a_robots_txt_that_can_not_be_had_fails_each_page_in_the_same_way(
    error: FetchError,
) -> None:
    site = Site()
    site.error = error
    rules = RobotsRules(site.get, AGENT)
    for path in ("/a", "/b"):
        with pytest.raises(type(error), match=rf"robots\.txt: {error}"):
            await rules.check(ORIGIN, ORIGIN + path)
    assert len(site.asked) == 1


async def test_one_that_redirects_for_ever_has_no_rules() -> None:
    site = Site()
    site.error = TooManyRedirectsError("too many")
    await RobotsRules(site.get, AGENT).check(ORIGIN, f"{ORIGIN}/a")


async def test_an_origin_is_asked_once_however_many_wait() -> None:
    site = Site("User-agent: *\nDisallow: /p")
    site.gate.clear()
    rules = RobotsRules(site.get, AGENT)
    checks = [asyncio.create_task(rules.check(ORIGIN, f"{ORIGIN}/{n}")) for n in range(20)]
    await asyncio.sleep(0)
    checks[0].cancel()  # whoever came first gives up: the others still get their answer
    site.gate.set()
    results = await asyncio.gather(*checks, return_exceptions=True)
    assert isinstance(results[0], asyncio.CancelledError)
    assert results[1:] == [None] * 19
    await rules.check("https://a.test:8443", "https://a.test:8443/")
    assert site.asked == [f"{ORIGIN}/robots.txt", "https://a.test:8443/robots.txt"]


async def test_it_forgets_the_oldest_origin_and_none_that_is_waited_for() -> None:
    site = Site()
    rules = RobotsRules(site.get, AGENT)
    site.gate.clear()
    waiting = asyncio.create_task(rules.check("https://slow.test", "https://slow.test/"))
    await asyncio.sleep(0)
    site.gate.set()
    for number in range(MAX_ORIGINS + 1):
        origin = f"https://{number}.test"
        await rules.check(origin, f"{origin}/")
    await waiting
    asked = len(site.asked)
    await rules.check(f"https://{MAX_ORIGINS}.test", f"https://{MAX_ORIGINS}.test/")
    assert len(site.asked) == asked
    await rules.check("https://0.test", "https://0.test/")
    assert len(site.asked) == asked + 1


async def test_closing_gives_up_what_is_under_way() -> None:
    site = Site()
    site.gate.clear()
    rules = RobotsRules(site.get, AGENT)
    check = asyncio.create_task(rules.check(ORIGIN, f"{ORIGIN}/a"))
    await asyncio.sleep(0)
    await rules.aclose()
    with pytest.raises(asyncio.CancelledError):
        await check
    assert len(asyncio.all_tasks()) == 1


async def test_a_line_that_the_limit_cuts_is_left_out() -> None:
    """Half of ``Disallow: /private`` is ``Disallow: /``."""
    rule = b"User-agent: *\nDisallow: /p\nDisallow: /"
    filling = b"#" * (MAX_ROBOTS_BYTES - len(rule) - 1) + b"\n"
    assert not await may_read(filling + rule, "/p")
    assert await may_read(filling + rule, "/a")


async def test_rules_for_others_take_no_room_from_ours() -> None:
    others = "User-agent: other\n" + "Disallow: /a\n" * 12_000
    assert not await may_read(others + "User-agent: our-robot\nDisallow: /p", "/p")


@pytest.mark.parametrize(
    "body",
    [
        "User-agent: *\n" + "Disallow: /*a*a*a*a*b\n" * 20_000,
        "User-agent: *\n" + ("Disallow: /" + "*a" * 20_000 + "b\n") * 12,
        "User-agent: *\n" + "".join(f"Disallow: /*{n}$\n" for n in range(20_000)),
        "".join(f"User-agent: a{n}\n" for n in range(15_000)) + "Disallow: /x\n" * 15_000,
        "User-agent: *\n" * 18_000 + "Disallow: /x\n" * 15_000,
    ],
    ids=["wildcards", "long wildcards", "ends", "agents", "ourselves"],
)
async def test_the_worst_robots_txt_takes_a_moment(body: str) -> None:
    began = process_time()
    await may_read(body[:MAX_ROBOTS_BYTES], "/" + "a" * 7_000)
    assert process_time() - began < 2

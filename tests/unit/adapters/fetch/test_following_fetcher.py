"""The page that a reader sees: behind refreshes, in frames, or the page itself."""

import pytest

from research.adapters.fetch.following_fetcher import MAX_PAGES, FollowingFetcher
from research.domain.errors import FetchError, TooManyRedirectsError
from research.domain.source import Page
from tests.fakes.fetcher import FakeFetcher

BASE = "http://a.test/"
FERRY = "<p>" + "The ferry sails twice a day from the old harbour to the island. " * 8 + "</p>"
BRIDGE = "<p>" + "The bridge was closed in winter, when the ice came down the river. " * 8 + "</p>"
MENU = "<a href=1>Home</a> <a href=2>Timetables</a> <a href=3>Prices and tickets of the line</a>"


def refresh(target: str, text: str = "Redirecting…") -> str:
    return f'<meta http-equiv="refresh" content="0; url={target}"><p>{text}</p>'


def web(**pages: str) -> FakeFetcher:
    bodies = {BASE + name: html.encode() for name, html in pages.items()}
    return FakeFetcher(bodies, content_type="text/html; charset=utf-8")


async def fetch(fetcher: FakeFetcher, name: str = "start") -> Page:
    return await FollowingFetcher(fetcher).fetch(BASE + name)


async def test_a_refresh_leads_to_the_page_that_is_read() -> None:
    page = await fetch(web(start=refresh("middle"), middle=refresh("/end"), end=FERRY))
    assert (page.url, page.final_url, page.body) == (BASE + "start", BASE + "end", FERRY.encode())


async def test_a_circle_of_refreshes_ends() -> None:
    with pytest.raises(TooManyRedirectsError):
        await fetch(web(start=refresh("other"), other=refresh("start")))


async def test_a_refresh_to_nowhere_leaves_the_page_what_it_says() -> None:
    with pytest.raises(FetchError, match="no such page"):
        await fetch(web(start=refresh("gone")))
    assert FERRY in (await fetch(web(start=refresh("gone", FERRY)))).body.decode()


async def test_the_one_full_frame_is_the_page() -> None:
    frames = "<frameset><frame src=menu><frame src=main></frameset>"
    page = await fetch(web(start=frames, menu=MENU, main=FERRY))
    assert (page.url, page.final_url) == (BASE + "start", BASE + "main")


async def test_full_frames_are_joined_in_their_order() -> None:
    frames = "<title>Ferry &amp; bridge</title><frameset><frame src=menu><frame src=in></frameset>"
    inner = "<frameset><frame src=left><frame src=gone><frame src=right></frameset>"
    page = await fetch(web(start=frames, **{"in": inner}, menu=MENU, left=FERRY, right=BRIDGE))
    html = page.body.decode()
    assert page.final_url == BASE + "in"
    assert html.index("The ferry") < html.index("The bridge")
    assert "Timetables" not in html


async def test_the_title_of_joined_frames_is_that_of_their_page() -> None:
    frames = "<title>Ferry &amp; bridge</title><frameset><frame src=left><frame src=right>"
    html = (await fetch(web(start=frames, left=FERRY, right=BRIDGE))).body.decode()
    assert "<title>Ferry &amp; bridge</title>" in html


async def test_frames_that_are_all_gone_are_an_error() -> None:
    with pytest.raises(FetchError, match="no such page"):
        await fetch(web(start="<frameset><frame src=gone></frameset>"))


async def test_an_inline_frame_is_read_where_the_page_says_nothing() -> None:
    page = await fetch(web(start="<h1>Ferry</h1><iframe src=text></iframe>", text=FERRY))
    assert page.final_url == BASE + "text"
    full = web(start=f"{FERRY}<iframe src=text></iframe>", text=BRIDGE)
    assert (await fetch(full)).final_url == BASE + "start"
    assert full.asked == [BASE + "start"]


async def test_a_script_that_moves_on_is_followed_from_an_empty_page_alone() -> None:
    script = "<script>location.replace('text')</script>"
    assert (await fetch(web(start=script, text=FERRY))).final_url == BASE + "text"
    assert (await fetch(web(start=script))).final_url == BASE + "start"
    assert (await fetch(web(start=script + FERRY, text=BRIDGE))).final_url == BASE + "start"


async def test_frames_of_frames_do_not_grow_without_end() -> None:
    bodies = {
        f"{BASE}{name}": "".join(f"<frame src={name}{n}>" for n in range(8)).encode()
        for name in ["start", *(f"start{a}" for a in range(8))]
    }
    fetcher = FakeFetcher(bodies, content_type="text/html")
    with pytest.raises(FetchError):
        await fetch(fetcher)
    assert len(fetcher.asked) <= MAX_PAGES


async def test_other_kinds_are_left_alone() -> None:
    fetcher = FakeFetcher({BASE + "a": refresh("b").encode()}, content_type="text/plain")
    assert (await fetch(fetcher, "a")).body == refresh("b").encode()


async def test_a_page_of_the_web_leads_to_no_file() -> None:
    fetcher = web(start=refresh("file:///etc/passwd"))
    assert (await fetch(fetcher)).final_url == BASE + "start"
    assert fetcher.asked == [BASE + "start"]

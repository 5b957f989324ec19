"""Where a page sends its reader, however it is written, and that reading it takes little time."""

from time import process_time

import pytest

from research.adapters.fetch.html_elsewhere import elsewhere_of, refresh_target

URL = "http://a.test/old/page.html"
LONG = "<p>" + "The ferry sails twice a day from the old harbour to the island. " * 8 + "</p>"


@pytest.mark.parametrize(
    ("meta", "target"),
    [
        ('<meta http-equiv="refresh" content="0; url=new.html">', "http://a.test/old/new.html"),
        ("<META HTTP-EQUIV=Refresh CONTENT='0;URL=/new.html'>", "http://a.test/new.html"),
        ("<meta content=\"1 ; Url = 'http://b.test/x?a=1&amp;b=2'\" http-equiv=refresh>",
         "http://b.test/x?a=1&b=2"),
        ("<meta http-equiv='refresh' content=\"0.5, 'new.html' and more\">",
         "http://a.test/old/new.html"),
        ('<meta http-equiv="REFRESH" content=" 3;//b.test/n">', "http://b.test/n"),
        ('<meta http-equiv=refresh content="5;new.html">', "http://a.test/old/new.html"),
        ('<base href="http://c.test/d/"><meta http-equiv=refresh content="0;url=e">',
         "http://c.test/d/e"),
        ('<noscript><meta http-equiv="refresh" content="0; url=/plain"></noscript>',
         "http://a.test/plain"),
    ],
)  # fmt: skip
def test_a_refresh_is_followed(meta: str, target: str) -> None:
    found = elsewhere_of(f"<html><head>{meta}</head><body><p>Moved. <a href=x>On</a></p>", URL)
    assert found.target() == target


@pytest.mark.parametrize(
    "html",
    [
        '<meta http-equiv="refresh" content="300">',
        f'<meta http-equiv="refresh" content="300;url=next.html">{LONG}',
        f'<meta http-equiv="refresh" content="5;url=next.html">{LONG}',
        f'<noscript><meta http-equiv="refresh" content="0;url=/plain"></noscript>{LONG}',
        '<meta http-equiv="refresh" content="0;url=page.html#top">',
        '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
        '<meta http-equiv="refresh" content="0;url=file:///etc/passwd">',
        '<meta http-equiv="refresh" content="0;url=http://[">',
        '<!-- <meta http-equiv="refresh" content="0;url=new.html"> -->',
        '<script>"<meta http-equiv=refresh content=0;url=new.html>"</script>',
        '<meta name="description" content="0;url=new.html">',
    ],
)
def test_what_is_no_refresh_to_another_page_is_not(html: str) -> None:
    assert elsewhere_of(html, URL).target() == ""


@pytest.mark.parametrize(
    "to", ["https://a.test/", "//a.test/", "file:///etc/passwd", "other.html", "/other.html"]
)
def test_an_upload_leads_nowhere(to: str) -> None:
    refresh = f'<meta http-equiv="refresh" content="0;url={to}">'
    assert elsewhere_of(refresh, "upload:/start.html").target() == ""
    assert elsewhere_of(f'<frameset><frame src="{to}"></frameset>', "upload:/a.html").frames == ()


def test_a_page_that_leaves_at_once_is_left_whatever_it_says() -> None:
    html = f'<meta http-equiv="refresh" content="0;url=new.html">{LONG}'
    assert elsewhere_of(html, URL).target() == "http://a.test/old/new.html"


def test_frames_and_inline_frames_are_told_apart() -> None:
    html = (
        "<frameset rows='20,*'><frame src=top.html><frameset cols='*,*'>"
        "<frame name=main src='main.html'/><FRAME SRC=\"side.html\"></frameset>"
        "<noframes><p>Get a browser with frames. <iframe src=no.html></iframe></p></noframes>"
    )
    found = elsewhere_of(html, URL)
    assert found.frames == tuple(
        f"http://a.test/old/{name}.html" for name in ("top", "main", "side")
    )
    assert found.inline_frames == ()
    assert found.says_little


@pytest.mark.parametrize(
    ("element", "is_page"),
    [
        ("<object data='/text' type='text/html; charset=utf-8'></object>", True),
        ("<object data='/text.pdf'></object>", True),
        ("<embed src='/text.htm?a=b'>", True),
        ("<embed src='/text' type='application/pdf'>", True),
        ("<object data='/film.swf'></object>", False),
        ("<embed src='/text' type='image/svg+xml'>", False),
        ("<object data='/text.html' type='image/png'></object>", False),
    ],
)
def test_objects_that_are_pages_are_inline_frames(element: str, is_page: bool) -> None:
    assert bool(elsewhere_of(f"<body>{element}</body>", URL).inline_frames) is is_page


def test_counters_are_no_inline_frames() -> None:
    html = (
        "<iframe src=/ad width=1 height=1></iframe><iframe style='display: none' src=/b></iframe>"
        "<noscript><iframe src=/tag></iframe></noscript><iframe src=/text width=600></iframe>"
    )
    assert elsewhere_of(html, URL).inline_frames == ("http://a.test/text",)


@pytest.mark.parametrize(
    "script",
    ["window.location.href = 'new.html';", 'location.replace("new.html")',
     "top.location='new.html'", "document.location.assign( 'new.html' )"],
)  # fmt: skip
def test_a_script_that_moves_on(script: str) -> None:
    assert elsewhere_of(f"<script>{script}</script>", URL).script == "http://a.test/old/new.html"


def test_text_is_counted_outside_of_links_and_twice_in_east_asian() -> None:
    html = (
        "<title>No</title><p>Ten letters</p><a href=x>and a link</a><p>猫と犬</p><style>a{}</style>"
    )
    assert elsewhere_of(html, URL).text_characters == 10 + 6


def test_a_refresh_needs_no_delay() -> None:
    assert refresh_target("url=new.html", URL) == (0.0, "http://a.test/old/new.html")
    assert refresh_target("", URL) == (0.0, "")


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "<a \"", "<!--", "<script>", "<a b='", '<meta content="', "<noscript>", "</",
     "<a>", "<script>location=", "<meta http-equiv=refresh content='", ">", "<frame src=a>"],
)  # fmt: skip
def test_hostile_pages_are_read_in_little_time(piece: str) -> None:
    start = process_time()
    elsewhere_of(piece * 1_000_000, URL)
    assert process_time() - start < 5

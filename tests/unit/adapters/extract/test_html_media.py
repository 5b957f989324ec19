"""What an HTML page shows besides text: what counts, where it leads, what never gets through."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from research.adapters.extract.html_media import MAX_OF_EACH
from research.domain.source import MediaKind, MediaLink
from tests.unit.adapters.extract.test_trafilatura_html import ARTICLE, extract

IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO
PAGE = "https://www.birds.test/news/storks.html"


def media(body: str = "", head: str = "") -> list[MediaLink]:
    page = f"<html><head>{head}</head><body>{ARTICLE}{body}</body></html>"
    return list(extract(page, url=PAGE).media)


def shown(body: str = "", head: str = "") -> list[tuple[MediaKind, str, str]]:
    return [(one.kind, one.url, one.caption) for one in media(body, head)]


def figure(image: str, caption: str = "A stork on a roof") -> str:
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


def described(**said: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(said)}</script>"


def test_a_page_that_shows_nothing_has_nothing() -> None:
    assert media("<img src=/stork.jpg alt='A stork'>") == []


@pytest.mark.parametrize(
    "image",
    [
        "<img src=../img/stork.jpg>",
        "<img src=data:image/gif;base64,R0 data-src=/img/stork.jpg>",
        "<img srcset='/img/stork.jpg 1x, /img/large.jpg 2x'>",
        "<img src=/wait.png data-srcset='/img/stork.jpg 300w, /img/large.jpg 530w'>",
        "<picture><source srcset=/img/other.webp><img src=/img/stork.jpg></picture>",
        "<img src=/dot.gif width=1><img src=/img/stork.jpg width=640>",
    ],
)
def test_an_image_counts_with_the_words_under_it(image: str) -> None:
    assert shown(figure(image)) == [
        (IMAGE, "https://www.birds.test/img/stork.jpg", "A stork on a roof")
    ]


def test_the_credit_above_a_caption_is_no_part_of_its_first_word() -> None:
    page = (
        "<figure><img src=/a.jpg><figcaption><span>Nest Photos</span><span>A <b>stork</b> on a"
        " roof, <i>Ciconia</i>.</span></figcaption></figure>"
    )
    ((_, _, caption),) = shown(page)
    assert caption == "Nest Photos A stork on a roof, Ciconia."


@pytest.mark.parametrize(
    "body",
    [
        figure("<img src=/a.jpg>", ""),
        figure("<img src=/a.jpg width=16>"),
        figure("no image at all"),
        f"<a href=/other>{figure('<img src=/a.jpg>')}</a>",
        f"<aside>{figure('<img src=/a.jpg>')}</aside>",
        figure("<img src=/a.jpg>", "<a href=/other>Ten things about storks</a>"),
        f"<div hidden>{figure('<img src=/a.jpg>')}</div>",
    ],
    ids=["no-words", "ornament", "no-image", "link", "aside", "teaser", "hidden"],
)
def test_what_is_no_image_of_the_page(body: str) -> None:
    assert media(body) == []


def test_where_no_image_has_words_the_one_counts_that_the_page_names() -> None:
    head = (
        "<meta property=og:image content='/lead.jpg'>"
        "<meta property=og:image:alt content='Storks over the valley'>"
    )
    lead = (IMAGE, "https://www.birds.test/lead.jpg", "Storks over the valley")
    assert shown(head=head) == [lead]
    assert shown(figure("<img src=/a.jpg>"), head)[0][1] == "https://www.birds.test/a.jpg"
    assert shown(head="<meta property=og:image content='/img/site-logo.png'>") == []


def test_relative_addresses_are_those_of_the_pages_base() -> None:
    found = shown(figure("<img src=a.jpg>"), "<base href='https://img.birds.test/x/'>")
    assert found[0][1] == "https://img.birds.test/x/a.jpg"


@pytest.mark.parametrize(
    ("source", "watched"),
    [
        ("https://www.youtube.com/embed/abcDEF-_123?rel=0",
         "https://www.youtube.com/watch?v=abcDEF-_123"),
        ("//www.youtube-nocookie.com/embed/abcDEF-_123",
         "https://www.youtube.com/watch?v=abcDEF-_123"),
        ("https://player.vimeo.com/video/12345?title=0", "https://vimeo.com/12345"),
        ("https://player.vimeo.com/video/12345?h=0a1b", "https://vimeo.com/12345/0a1b"),
        ("https://player.vimeo.com/video/12345?h=../admin", "https://vimeo.com/12345"),
    ],
)  # fmt: skip
def test_an_embedded_video_leads_to_where_it_is_watched(source: str, watched: str) -> None:
    frame = f"<iframe src='{source}' title='Storks at the nest'></iframe>"
    assert shown(frame) == [(VIDEO, watched, "Storks at the nest")]
    lazy = f"<iframe src=about:blank data-src='{source}' title='YouTube video player'></iframe>"
    assert shown(lazy) == [(VIDEO, watched, "")]


@pytest.mark.parametrize(
    "source",
    ["https://ads.test/embed/abcDEF-_123", "https://www.youtube.com/embed/videoseries?list=x",
     "https://www.youtube.com/subscribe_embed", "https://youtube.com.evil.test/embed/abcDEF-_123",
     "https://[/embed/", "javascript:alert(1)", ""],
)  # fmt: skip
def test_other_frames_are_no_videos(source: str) -> None:
    assert media(f"<iframe src='{source}'></iframe>") == []


def test_a_described_video_counts_once_however_often_it_is_named() -> None:
    video = {"@type": "VideoObject", "name": "Storks &amp; nests",
             "embedUrl": "https://www.youtube.com/embed/abcDEF-_123"}  # fmt: skip
    head = described(**{"@context": "https://schema.org", "@type": "NewsArticle", "video": [video]})
    head += "<meta property=og:video content='https://www.youtube.com/v/abcDEF-_123'>"
    assert shown(head=head) == [
        (VIDEO, "https://www.youtube.com/watch?v=abcDEF-_123", "Storks & nests")
    ]
    assert shown(head=described(**{"@type": "VideoObject", "name": 7, "contentUrl": "/s.mp4"})) == [
        (VIDEO, "https://www.birds.test/s.mp4", "")
    ]


def test_a_page_about_a_video_names_it() -> None:
    head = (
        "<meta property=og:type content=video.other><meta property=og:title content='At the nest'>"
        "<meta property=og:video:url content='https://video.birds.test/nest'>"
    )
    assert shown(head=head) == [(VIDEO, "https://video.birds.test/nest", "At the nest")]


def test_a_gallery_is_cut() -> None:
    body = "".join(figure(f"<img src=/{n}.jpg>") for n in range(99))
    body += "".join(
        f"<iframe src=https://player.vimeo.com/video/{n}></iframe>" for n in range(10, 99)
    )
    found = shown(body)
    assert [kind for kind, _, _ in found] == [IMAGE] * MAX_OF_EACH + [VIDEO] * MAX_OF_EACH


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:image/png;base64,AAAA", "file:///etc/passwd", "blob:x",
     "http://127.0.0.1/admin", "http://192.168.0.1/reboot", "http://metadata.google.internal/",
     "http://router.local/x.png", "https://user:secret@a.example/x.png", "http://[::1]/x",
     "https://a.example/" + "x" * 9_000, "http://a b.example/", "http://[bad", "\x01https://",
     "https://a.example:22/"],
)  # fmt: skip
def test_no_address_that_is_none_gets_through(address: str) -> None:
    head = (
        f"<meta property=og:image content='{address}'><meta property=og:video content='{address}'>"
    )
    body = figure(f"<img src='{address}'>") + f"<iframe src='{address}'></iframe>"
    assert media(body, head) == []


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(max_size=60), st.text(max_size=300))
def test_whatever_a_page_says_its_text_is_read(address: str, caption: str) -> None:
    attribute = address.replace("'", "")
    head = described(**{"@type": "VideoObject", "name": caption, "url": address})
    body = figure(f"<img src='{attribute}' alt='{attribute}'>", caption)
    body += f"<iframe src='{attribute}' title='{attribute}'></iframe>"
    for one in media(body, head):
        assert one.url.startswith(("http://", "https://"))
        assert one.url.isascii()
        assert len(one.caption) <= 200
        assert "\n" not in one.caption

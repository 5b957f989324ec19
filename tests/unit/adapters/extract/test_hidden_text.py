"""A page whose text waits for a script is read; what is hidden beside a text stays hidden."""

from html import escape

import pytest

from research.domain.errors import NoTextError, PageWithheldError
from tests.unit.adapters.extract.test_trafilatura_html import HERON, STORK, extract

BODY = f"<h1>Birds</h1><p>{STORK}</p><p>{HERON}</p>"


@pytest.mark.parametrize(
    "html",
    [
        f"<div id=content style='visibility: hidden'>{BODY}</div>",
        f"<main style='OPACITY:0;transition:opacity 1s'>{BODY}</main>",
        f"<article style='display:none !important'>{BODY}</article>",
        f"<div id=root hidden>{BODY}</div>",
        f"<section aria-hidden=true>{BODY}</section>",
        f"<body style='opacity:0'>{BODY}",
        f"<header>Birds</header><p style='opacity:0'>{STORK}</p><p style='opacity:0'>{HERON}</p>",
        f"<p>Loading…</p><div style='display:none'><div style='opacity:.0'>{BODY}</div></div>",
        f"<div id=app></div><noscript><div>{BODY}</div></noscript>",
        f"<bird-page><template shadowrootmode=open>{BODY}</template></bird-page>",
        f"<iframe srcdoc='{escape(BODY, quote=True)}'></iframe>",
    ],
)
def test_a_text_that_waits_for_a_script_is_read(html: str) -> None:
    text = extract(f"<html><head><title>Birds</title></head>{html}</html>").text
    assert STORK in text
    assert HERON in text


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>{}</div>",
        "<div style='visibility:hidden'>{}</div>",
        "<div hidden>{}</div>",
        "<noscript>{}</noscript>",
    ],
)
def test_what_is_hidden_beside_a_text_is_not(hidden: str) -> None:
    page = f"<html><body><p>{STORK}</p><p>{STORK.replace('stork', 'crane')}</p>"
    assert HERON not in extract(page + hidden.format(f"<p>{HERON}</p>")).text


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='font-size:0'>{}</div>",
        "<div style='display:none;left:-9999px'>{}</div>",
        "<div id=cookie-modal style='display:none'>{}</div>",
        "<div style='color:transparent'>{}</div>",
        "<template>{}</template>",
        "<form hidden>{}</form>",
    ],
)
def test_what_no_script_will_show_as_the_text_is_not_read(hidden: str) -> None:
    with pytest.raises(NoTextError):
        extract(f"<html><body><p>Loading…</p>{hidden.format(BODY)}")


def test_a_page_that_asks_for_a_script_says_so() -> None:
    note = "You need to enable JavaScript to run this app. It shows the birds of the valley."
    with pytest.raises(PageWithheldError, match="only a script fills"):
        extract(f"<html><body><div id=root></div><noscript>{note}</noscript></body></html>")


def test_a_short_note_for_those_without_scripts_is_told_too() -> None:
    html = "<div id=root></div><noscript>Please enable JavaScript.</noscript>"
    with pytest.raises(PageWithheldError, match="only a script fills"):
        extract(f"<html><head><title>Birds</title></head><body>{html}</body></html>")

"""Which addresses may be links, and how a link finds its quote."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.domain.value import Span
from research.stages.render.links import at_quote, safe_href, text_directive

LONG = (
    "The first words of this long sentence are here, then much follows that need not be in the "
    "link at all, and then come the last words of it."
)


def whole(text: str) -> Span:
    return Span(start=0, end=len(text))


@pytest.mark.parametrize(
    "url",
    ["http://a.test", "https://a.test/x?q=1&r=%20#top", "HTTPS://A.test/", "file:///home/a/x.md",
     "https://überall.test/straße", "https://[2001:db8::1]:8080/"],
)  # fmt: skip
def test_addresses_that_may_be_links(url: str) -> None:
    assert safe_href(url) == url


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
     "data:text/html,<script>alert(1)</script>", "vbscript:x", "blob:https://a.test/1", "//a.test",
     "a.test", "", "/etc/passwd", "http:a.test", "http://", "https:///x", "http://?q",
     "https://a.test/\njavascript:x", "https://a.test/ b", 'https://a.test/"onclick="x',
     "https://a.test/<b>", "https://a.test\\@b.test", "https://a.test/`x`", "\x01https://a.test",
     "file://host/share", "ftp://a.test/x", "mailto:a@b.test", "https://a.test/" + "x" * 8_000],
)  # fmt: skip
def test_addresses_that_must_not_be_links(url: str) -> None:
    assert safe_href(url) is None


@pytest.mark.parametrize(
    ("quote", "directive"),
    [
        ("Plain words.", "Plain%20words."),
        ("a well-kept, old & dry roof", "a%20well%2Dkept%2C%20old%20%26%20dry%20roof"),
        ("50% of #1 = «ça»?", "50%25%20of%20%231%20%3D%20%C2%AB%C3%A7a%C2%BB%3F"),
        (LONG, "The%20first%20words%20of%20this%20long,come%20the%20last%20words%20of%20it."),
        ("  padded  ", "padded"),
        ("A heading\nThen its paragraph.", "A%20heading,Then%20its%20paragraph."),
        ("x" * 200, "x" * 200),
    ],
)  # fmt: skip
def test_text_directive(quote: str, directive: str) -> None:
    assert text_directive(quote, whole(quote)) == directive


def test_a_script_without_blanks_is_parted_at_its_punctuation() -> None:
    quote = "屋顶比街道凉爽得多，" * 15 + "而街道依旧。"
    first, last = map(unquote, text_directive(quote, whole(quote)).split(","))
    assert first == "屋顶比街道凉爽得多，" * 3
    assert last == "屋顶比街道凉爽得多，" * 2 + "而街道依旧。"


def test_first_words_are_as_many_as_find_the_quote_and_not_an_earlier_place() -> None:
    earlier = "The first words of this long story were others.\n"
    text = earlier + LONG
    made = text_directive(text, Span(start=len(earlier), end=len(text)))
    first = unquote(made.split(",")[0])
    assert first == "The first words of this long sentence"


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.test/x", "https://a.test/x#:~:text=Hi"),
        ("https://a.test/x?q=1", "https://a.test/x?q=1#:~:text=Hi"),
        ("https://a.test/x#part", "https://a.test/x#part:~:text=Hi"),
        ("https://a.test/x#part:~:text=old", "https://a.test/x#part:~:text=Hi"),
        ("https://a.test/x#:~:text=old", "https://a.test/x#:~:text=Hi"),
    ],
)
def test_a_fragment_stays_and_a_text_fragment_is_replaced(url: str, linked: str) -> None:
    assert at_quote(url, "Hi", whole("Hi")) == linked


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=400),
)
def test_any_directive_is_plain_and_names_ends_of_the_quote(before: str, quote: str) -> None:
    text = before + quote
    made = text_directive(text, Span(start=len(before), end=len(text)))
    assert made.isascii()
    assert not set(made) & set("&- #\"'<>")
    parts = [unquote(part) for part in made.split(",")]
    assert len(parts) <= 2
    assert quote.strip().startswith(parts[0])
    assert quote.strip().endswith(parts[-1])

"""Keys of pages: what must be one, what must stay apart, and what any text may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.web.canonical_urls import TRACKING_PARAMETERS, canonical_url, domain_of

SAME = [
    # scheme, host, port, fragment, slash
    ("HTTP://Example.COM/a", "http://example.com/a"),
    ("http://example.com:80/a", "http://example.com/a"),
    ("https://example.com:443/a", "http://example.com/a"),
    ("https://example.com/a#part", "https://example.com/a"),
    ("https://example.com/a#:~:text=words", "https://example.com/a"),
    ("https://example.com/a/", "https://example.com/a"),
    ("https://example.com", "https://example.com/"),
    ("https://example.com./a", "https://example.com/a"),
    ("https://www.example.com/a", "https://example.com/a"),
    ("  https://example.com/a\n", "https://example.com/a"),
    # escapes
    ("https://example.com/caf%c3%a9", "https://example.com/café"),
    ("https://example.com/%7Eme", "https://example.com/~me"),
    ("https://münchen.example.com/", "https://xn--mnchen-3ya.example.com/"),
    # tracking
    ("https://example.com/a?utm_source=x&utm_medium=y", "https://example.com/a"),
    ("https://example.com/a?id=7&fbclid=z", "https://example.com/a?id=7"),
    ("https://example.com/a?GCLID=z&MC_CID=1&igshid=2", "https://example.com/a"),
    ("https://example.com/a?ref_src=twsrc%5Etfw", "https://example.com/a"),
    ("https://example.com/a?", "https://example.com/a"),
    ("https://example.com/a?b=2&a=1", "https://example.com/a?a=1&b=2"),
    # phones
    ("https://m.example.com/a", "https://www.example.com/a"),
    ("https://mobile.example.co.uk/a", "https://example.co.uk/a"),
    ("https://en.m.wikipedia.org/wiki/Stork", "https://en.wikipedia.org/wiki/Stork"),
    # AMP
    ("https://amp.example.com/a", "https://www.example.com/a"),
    ("https://example.com/a/amp", "https://example.com/a"),
    ("https://example.com/a/amp/", "https://example.com/a"),
    ("https://example.com/amp/2024/a", "https://example.com/2024/a"),
    ("https://example.com/news/amp/a-1", "https://example.com/news/a-1"),
    ("https://example.com/a.amp.html", "https://example.com/a.html"),
    ("https://example.com/a?amp=1", "https://example.com/a"),
    ("https://example.com/a?amp", "https://example.com/a"),
    ("https://example.com/a?outputType=amp", "https://example.com/a"),
    ("https://www.google.com/amp/s/www.example.com/a", "https://example.com/a"),
    ("https://www.google.co.uk/amp/s/amp.example.com/a/amp?b=1", "https://example.com/a?b=1"),
    ("https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a", "https://example.com/a"),
    ("https://cdn.ampproject.org/v/s/example.com/a?usqp=mq&amp_js_v=0.1", "https://example.com/a"),
    ("https://www.google.com/amp/s/www.google.com/amp/s/example.com/a", "https://example.com/a"),
]
APART = [
    ("https://example.com/a", "https://example.com/b"),
    ("https://example.com/a", "https://example.com/A"),
    ("https://example.com/a", "https://example.org/a"),
    ("https://example.com/a", "https://news.example.com/a"),
    ("https://example.com:8080/a", "https://example.com/a"),
    ("https://example.com/a?id=1", "https://example.com/a?id=2"),
    ("https://example.com/a?ref=main", "https://example.com/a?ref=next"),
    ("https://example.com/a?p=1&p=2", "https://example.com/a?p=2&p=1"),
    ("https://example.com/a%2Fb", "https://example.com/a/b"),
    ("https://example.com/champ", "https://example.com/ch"),
    ("https://m.com/", "https://com/"),
    ("https://anna.github.io/", "https://ben.github.io/"),
    ("http://127.0.0.1:8899/www.example.com/a", "http://127.0.0.1:8899/www.example.org/a"),
    ("https://user@example.com/a", "https://example.com/a"),
    ("file:///a/b.txt", "file:///a/B.txt"),
]
# Text that comes close to addresses, where plain random text would seldom get.
pieces = (
    st.sampled_from(
        """http:// https:// file:// / // ? & = # % %2 %41 %61mp %2f amp .amp.html /amp/s/ www. m.
    amp. google.com cdn.ampproject.org /c/s/ example.com co.uk ck 127.0.0.1 [::1] [ ] @ : :80
    :99999 .. . utm_a amp=1 a é ß 。 \ud800 \u0130 xn-- xn--a""".split()
    )
    | st.characters()
)
near_addresses = st.lists(pieces, max_size=12).map("".join)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_page_have_one_key(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_addresses_of_two_pages_have_two_keys(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize("name", sorted(TRACKING_PARAMETERS))
def test_each_tracking_parameter_is_left_out(name: str) -> None:
    assert canonical_url(f"https://example.com/a?{name}=1&b=2") == "https://example.com/a?b=2"


@pytest.mark.parametrize(
    "text", ["", "storks", "mailto:a@example.com", "http://", "http://[::1", "http://a.com:x/",
             "https://example.com/" + "a" * 9_000]
)  # fmt: skip
def test_what_is_no_web_address_is_its_own_key(text: str) -> None:
    assert canonical_url(text) == text


@given(st.text() | near_addresses | near_addresses.map("http://example.com/".__add__))
def test_the_key_of_a_key_is_that_key(text: str) -> None:
    key = canonical_url(text)
    assert canonical_url(key) == key
    assert not set(domain_of(text)) & set("/:@?#")


@given(near_addresses.map("https://a.example.com/".__add__))
def test_the_key_stays_on_the_domain(url: str) -> None:
    assert domain_of(canonical_url(url)) == "example.com"


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.example.com/a", "example.com"),
        ("https://news.bbc.co.uk/", "bbc.co.uk"),
        ("http://a.b.example.com:8080/", "example.com"),
        ("https://anna.github.io/x", "anna.github.io"),
        ("https://EXAMPLE.com./", "example.com"),
        ("https://a.b.test/", "b.test"),
        ("https://co.uk/", "co.uk"),
        ("http://127.0.0.1:8899/www.example.com/a", ""),
        ("http://[2001:db8::1]/", ""),
        ("http://0x7f.1/", ""),
        ("http://localhost:8080/", ""),
        ("http://wiki.internal/", ""),
        ("file:///home/a/b.txt", ""),
        ("http://[", ""),
        ("storks", ""),
    ],
)
def test_domain(url: str, domain: str) -> None:
    assert domain_of(url) == domain

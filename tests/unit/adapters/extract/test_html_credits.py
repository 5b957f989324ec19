"""Who is quoted on a page of quotations is read with what they say."""

import pytest
from lxml.html import fromstring

from research.adapters.extract.html_credits import unlink_credits
from tests.unit.adapters.extract.documents import extract

SAID = [f"The ferry of pier {n} is quick, quiet and far too dear for those who live there." * 2
        for n in range(6)]  # fmt: skip
PAPERS = ("The Vessa Evening Post", "Nordholm Tidings", "The Ferry Lovers' Weekly")


@pytest.mark.parametrize("form", ["[<a href=/{n}><b>{name}</b></a>]", "— <a href=/{n}>{name}</a>"])
def test_a_credit_that_is_a_link_is_kept_below_its_quotation(form: str) -> None:
    body = "".join(
        f"<blockquote><p>{said}</p></blockquote><p>{form.format(n=n, name=PAPERS[n % 3])}</p>"
        for n, said in enumerate(SAID)
    )
    html = f"<html><body><article><h1>What the papers say</h1>{body}</article></body></html>"
    lines = extract(html.encode(), "text/html").text.splitlines()
    for n, said in enumerate(SAID):
        assert PAPERS[n % 3] in lines[lines.index(said) + 1]


def test_a_link_that_is_no_credit_stays_one() -> None:
    tree = fromstring(
        "<div><p><a href=/>Read more about the ferry</a></p><p>[<a>Post</a>]</p></div>"
    )
    unlink_credits(tree)
    assert [link.text for link in tree.iter("a")] == ["Read more about the ferry"]

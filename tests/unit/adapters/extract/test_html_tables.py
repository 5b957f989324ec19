"""Tables in HTML: what stands in a cell is read, and a table that arranges a page is its text."""

from time import process_time

import pytest

from tests.unit.adapters.extract.test_trafilatura_html import HERON, STORK, extract


def lines(table: str) -> list[str]:
    html = f"<html><body><main><h1>Birds</h1><p>{STORK}</p>{table}<p>{HERON}</p></main></body>"
    return extract(html).text.split("\n")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("<ul><li>3.5 kg</li></ul>", "3.5 kg"),
        ("<ol><li>3.5 kg</li><li>4 kg in <b>May</b> at most</li></ol>",
         "3.5 kg; 4 kg in May at most"),
        ("male <ul><li>4 kg</li></ul> female <ul><li>3 kg</li></ul>", "male; 4 kg female; 3 kg"),
        ("<dl><dt>Weight</dt><dd>3.5 kg</dd><dt>Span</dt><dd>2 m</dd></dl>",
         "Weight 3.5 kg; Span 2 m"),
        ("<h4>3.5 kg</h4>on average", "3.5 kg on average"),
        ("<div><ul><li>3.5 kg<ul><li>in May</li></ul></li></ul></div>", "3.5 kg; in May"),
        ("<table><tr><td>male</td><td>4 kg</td></tr><tr><td>female</td><td>3 kg</td></tr></table>",
         "male 4 kg; female 3 kg"),
        ("<menu><li>3.5 kg<script>no()</script></li></menu>", "3.5 kg"),
        ("<p>3.5 kg</p><p>in May</p>", "3.5 kg in May"),
        ("<figure><figcaption>3.5 kg</figcaption></figure> in May", "3.5 kg in May"),
        ("<section>3.5 kg</section><blockquote>in May</blockquote>net", "3.5 kg in May net"),
        ("since <time>5 May</time>: <x-value>3.5 kg</x-value>", "since 5 May: 3.5 kg"),
        ("<center>3.5 kg</center><pre>in May</pre>net", "3.5 kg in May net"),
    ],
)  # fmt: skip
def test_what_stands_in_a_cell_is_read(cell: str, read: str) -> None:
    table = f"<table><tr><th>Bird</th><th>Weight</th></tr><tr><td>Stork</td><td>{cell}</td></tr>"
    assert lines(table + "</table>")[2:4] == ["Bird | Weight", f"Stork | {read}"]


def test_a_cell_counts_in_each_row_that_it_spans() -> None:
    rows = "<tr><td>Stork</td><td rowspan=2>3.5 kg</td></tr><tr><td>Crane</td></tr>"
    table = f"<table><tr><th>Bird</th><th>Weight</th></tr>{rows}</table>"
    assert lines(table)[2:5] == ["Bird | Weight", "Stork | 3.5 kg", "Crane | 3.5 kg"]


def test_a_table_in_a_list_is_read() -> None:
    item = "<ul><li>Stork<table><tr><td>May</td><td>3.5 kg</td></tr></table></li></ul>"
    assert "- Stork May 3.5 kg" in lines(item)


@pytest.mark.parametrize(
    "page",
    [
        f"<table><tr><td><a href=1>In</a></td><td><h1>Birds</h1><p>{STORK}<p>{HERON}</td></table>",
        f"<table role=presentation><tr><td>{STORK}</td></tr><tr><td>{HERON}</td></tr></table>",
        (
            f"<table><tr><td><table><tr><td>{STORK}</td></tr></table></td></tr>"
            f"<tr><td><table><tr><td><p>{HERON}</p></td></tr></table></td></tr></table>"
        ),
        f"<center><table width=600><tbody><tr><td><p>{STORK}</p><p>{HERON}</p></td></tr></table>",
    ],
)
def test_a_table_that_arranges_a_page_is_its_text(page: str) -> None:
    found = extract(f"<html><body>{page}</body></html>").text.split("\n")
    assert STORK in found
    assert HERON in found


def test_figures_in_a_table_that_arranges_stay_a_table() -> None:
    inner = "<table><tr><th>Bird</th><th>Weight</th></tr><tr><td>Stork</td><td>3.5 kg</td></tr>"
    page = f"<table><tr><td><p>{STORK}</p><p>{HERON}</p>{inner}</table></td></tr></table>"
    found = extract(f"<html><body>{page}</body></html>").text.split("\n")
    assert "Stork | 3.5 kg" in found


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td><ul><li>" * 60 + STORK,
        "<table><tr>" + "<td rowspan=9999>x</td>" * 5_000,
        "<table>" + "<tr><td rowspan=99999999999999>x" * 5_000,
        "<table><tr><td>" + "<ul><li>x</li></ul>" * 15_000,
        "<table><tr><td>" * 240 + STORK * 50,
    ],
)
def test_hostile_tables_end_soon(html: str) -> None:
    start = process_time()
    extract(f"<html><body><p>{STORK}</p><p>{HERON}</p>{html}")
    assert process_time() - start < 20

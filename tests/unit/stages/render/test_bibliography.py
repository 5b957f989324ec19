"""Bibliographies of the cited sources, read back by other people's readers."""

import json
from datetime import date

import bibtexparser
import pytest
import rispy
from bibtexparser.library import Library

from research.domain.report import Report
from research.domain.source import Source
from research.stages.render.bibliography import (
    Author,
    authors_of,
    bibtex,
    cited_works,
    csl_json,
    ris,
)
from tests.unit.stages.render.render_sample import cite, claim, record, sample_report, source

HOSTILE = '}{ \\input{/etc/passwd} 100% of $5 & #1_a^b~c @misc{x, "title" = {y}}\r\nER  - \nTY  - x'


def report_of(*sources: Source) -> Report:
    """A report that cites the first words of each source."""
    findings = tuple(claim("So it is.", cite(one, one.text[:8])) for one in sources)
    return sample_report().model_copy(
        update={
            "sources": tuple(map(record, sources)),
            "key_findings": findings,
            "answer": (),
            "sections": (),
            "disagreements": (),
        }
    )


def hostile() -> Report:
    return report_of(
        source(
            1,
            "Some words of it.",
            url="https://x.example/a{b}\\c d?e=%7B&f=1",
            title=HOSTILE,
            author=HOSTILE,
            site=HOSTILE,
            published=date(2026, 3, 2),
        )
    )


def entries(report: Report) -> Library:
    library = bibtexparser.parse_string(bibtex(cited_works(report)))
    assert not library.failed_blocks
    return library


def test_bibtex_has_an_entry_for_each_cited_source_and_no_other() -> None:
    library = entries(sample_report())
    assert len(library.entries) == 4
    first = library.entries[0].fields_dict
    assert first["author"].value == "Lindqvist, Marta"
    assert first["title"].value == "{What a summer of measurements says about green roofs}"
    assert first["year"].value == "2026"
    assert first["url"].value == "https://lindhaven-observer.example/science/green-roofs-2026"
    assert len({entry.key for entry in library.entries}) == 4


def test_hostile_words_are_text_in_bibtex() -> None:
    library = entries(hostile())
    (entry,) = library.entries
    title = entry.fields_dict["title"].value
    assert set(entry.fields_dict) == {
        *("title", "author", "organization", "year", "month", "date", "url", "urldate", "note"),
        "langid",
    }
    assert "\\textbackslash{}input\\textbraceleft{}" in title
    assert r"100\% of \$5 \& \#1\_a\textasciicircum{}b\textasciitilde{}c" in title
    assert title.count("{") == title.count("}")
    assert not set("{}\\ ") & set(entry.fields_dict["url"].value)


def test_ris_reads_back_and_no_line_of_a_page_is_a_tag() -> None:
    (entry,) = rispy.loads(ris(cited_works(hostile())))
    assert entry["type_of_reference"] == "ELEC"
    assert entry["title"].endswith("ER - TY - x") or "ER" in entry["title"]
    assert entry["year"] == "2026"
    people = rispy.loads(ris(cited_works(sample_report())))
    assert [one["type_of_reference"] for one in people] == ["ELEC", "GEN", "ELEC", "ELEC"]
    assert people[2]["authors"] == ["Wehrle, Jonas", "Caron, Amélie"]


def test_csl_json_names_persons_by_their_parts_and_bodies_whole() -> None:
    items = json.loads(csl_json(cited_works(sample_report())))
    assert items[0]["author"] == [{"family": "Lindqvist", "given": "Marta"}]
    assert items[1]["author"] == [{"literal": "Institute of Urban Hydrology"}]
    assert items[0]["issued"] == {"date-parts": [[2026, 3, 12]]}
    assert [item["type"] for item in items] == ["webpage", "document", "webpage", "webpage"]


@pytest.mark.parametrize("count", [0, 1, 60])
def test_reports_of_any_number_of_sources(count: int) -> None:
    report = report_of(
        *(
            source(n, f"Page {n} says so.", url=f"https://s{n}.example/")
            for n in range(1, count + 1)
        )
    )
    assert len(entries(report).entries) == count
    assert len(rispy.loads(ris(cited_works(report)))) == count
    assert len(json.loads(csl_json(cited_works(report)))) == count


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("By Ana de la Cruz", (Author("de la Cruz", "Ana"),)),
        (
            "Kim Lee and Jo Poe; Ed T. Roe",
            (Author("Lee", "Kim"), Author("Poe", "Jo"), Author("Roe", "Ed T.")),
        ),
        ("Reuters Staff", (Author("Reuters Staff"),)),
        ("The New York Times", (Author("The New York Times"),)),
        ("Ministry of Health and Sport", (Author("Ministry of Health and Sport"),)),
        ("madonna", (Author("madonna"),)),
        ("李小龙", (Author("李小龙"),)),
        ("", ()),
    ],
)
def test_who_wrote_it(written: str, authors: tuple[Author, ...]) -> None:
    assert authors_of(written) == authors

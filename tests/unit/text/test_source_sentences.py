"""That the sentences of sources are read once."""

import pytest

from research.text.source_sentences import sentences_of, sentences_once
from tests.unit.stages.sources import source

CLAIM = "Olsen fell ill with copper roof fever."


def test_a_source_is_read_once_for_as_long_as_its_reader_is_kept() -> None:
    read = sentences_once()
    page = source(1, f"Vessa news\n{CLAIM}")
    assert read(page) is read(page)
    assert [one.text for one in read(page)] == [one.text for one in sentences_of(page)]
    assert sentences_once()(page) is not read(page)


def test_what_a_page_repeats_to_deny_it_is_no_sentence_of_its_own() -> None:
    page = source(
        1,
        "Does the mayor own a castle?\nClaim\nThe mayor of Vessa owns nine ferries and a castle.\n"
        "Origin\nThe register of Vessa shows that the mayor owns one boat and no house.",
    )
    said = [one.text for one in sentences_of(page)]
    assert "The register of Vessa shows that the mayor owns one boat and no house." in said
    assert "The mayor of Vessa owns nine ferries and a castle." not in said


@pytest.mark.parametrize(
    "before",
    [
        "Vessa.Net - ",
        "Vessa, Nord. — ",
        "VESSA (NP) — ",
        "Summary ",
        "Bottom line: ",
        "- Takeaway: ",
    ],
)
def test_what_a_page_puts_before_a_sentence_is_no_part_of_it(before: str) -> None:
    said = "Hulls of oak last for ninety years in salt water, the yard says."
    page = source(1, f"Hulls\n{before}{said}")
    assert said in [one.text for one in sentences_of(page)]


@pytest.mark.parametrize(
    "said",
    [
        "Summary of the case: hulls of oak last for ninety years, the yard says.",
        "Vessa, Nordholm and Oslo - each has a yard - build hulls of oak.",
    ],
)
def test_what_only_looks_like_a_label_stays(said: str) -> None:
    assert said in [one.text for one in sentences_of(source(1, f"Hulls\n{said}"))]

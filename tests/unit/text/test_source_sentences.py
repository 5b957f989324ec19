"""Which sentences of other sources a sentence is cited with, and that sources are read once."""

import pytest

from research.text.source_sentences import corroborating, sentences_of, sentences_once
from tests.unit.stages.sources import source

CLAIM = "Olsen fell ill with copper roof fever."
OTHER = (
    "Where the dust of a copper roof makes a roofer ill after years of work on hot days, doctors "
    "call that copper roof fever."
)


@pytest.mark.parametrize(
    ("claim", "other", "is_support"),
    [
        (
            CLAIM,
            OTHER,
            False,
        ),
        (CLAIM, "The clinic says that Olsen fell ill with copper roof fever.", True),
        (
            "The port of Vessa closed its northern harbour in March after a storm.",
            "After a storm in March the port of Vessa has closed its northern harbour to ships.",
            True,
        ),
        (
            "The port of Vessa closed 3 of its quays in March after a storm.",
            "The port of Vessa closed 5 of its quays in March after a storm.",
            False,
        ),
    ],
)
def test_another_source_supports_a_sentence_when_it_says_the_same(
    claim: str, other: str, is_support: bool
) -> None:
    sources = [source(1, f"Vessa news\n{claim}"), source(2, f"Vessa news\n{other}")]
    (sentence,) = [s for s in sentences_of(sources[0]) if s.text == claim]
    texts = {one.id: one.text for one in sources}
    found = corroborating(sentence, sentences_of(sources[1]), texts)
    assert bool(found) is is_support
    assert all(texts[2][one.start : one.end] == one.quote for one in found)


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

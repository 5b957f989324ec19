"""Where sentences end: stops that end one, and stops that belong to an abbreviation."""

import pytest

from research.text.sentences import sentence_spans

CHARACTERS = 1_000_000


def parts(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry line faces an inquiry by the U.S. Securities and Exchange Commission.",
        "It was built for the U.K. Ministry of Ferries in 2021.",
        "A vote of the U.N. General Assembly ended it.",
        "The plan of Gov. Ragna Holt and Sen. Per Aune was dropped.",
        "The quay belongs to Holt Ferries Inc. Chairman Per Aune.",
        "The ship lay at St. Vessa for a week, at berth No. 5.",
        "The novel by J. K. Rowling and the lab of W.M. Keck are on board.",
        "The boat left at 5 p.m. Monday with 40 guests.",
        "He met Mr. A. Holt of the E.U. Commission.",
    ],
)
def test_an_abbreviation_does_not_cut_a_sentence(sentence: str) -> None:
    assert parts(sentence) == [sentence]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The ferry was sold to the U.S.", "The price is secret."),
        ("She sailed for Holt Ferries Inc.", "He stayed on land."),
        ("The boat left at 5 p.m.", "In the evening it was back."),
        ("The house stands on Main St.", "“It is old,” said Per Aune."),
        ("He asked the board, and it said no.", "But the ferry sailed."),
        ("The county paid.", "Vessa did not."),
    ],
)
def test_a_word_that_opens_sentences_begins_another(first: str, second: str) -> None:
    assert parts(f"{first} {second}") == [first, second]


@pytest.mark.parametrize("stops", [". ", ".", "Mr. ", '."', '"', "J. "])
def test_a_page_of_stops_is_read_to_its_end(stops: str) -> None:
    """Each of them looked at again from every stop would take an hour."""
    text = "." + stops * (CHARACTERS // len(stops)) + "a"
    spans = list(sentence_spans(text))
    assert "".join(span.of(text) for span in spans).replace(" ", "") == text.replace(" ", "")

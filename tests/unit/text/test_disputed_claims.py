"""What a page repeats in order to judge it."""

import pytest

from research.text.disputed_claims import disputed_claims

CLAIM = "The mayor owns nine ferries and a castle."


@pytest.mark.parametrize(
    "before",
    [
        "Claim\n",
        "Claim:\n\n",
        "**The claim**\n",
        "## Myth 3\n",
        "Claim: ",
        "MYTH #2: ",
        "- Rumour: ",
    ],
)
def test_what_a_label_stands_over_or_before_is_disputed(before: str) -> None:
    text = f"The ferry is late.\n{before}{CLAIM}\nShe owns one boat, the register shows."
    assert [span.of(text) for span in disputed_claims(text)] == [CLAIM]


@pytest.mark.parametrize(
    "text",
    [
        "Claims about the ferry rose.\nThe ferry is late.",
        "The claim is that the ferry is late.\nIt is.",
        "Statement\nThe ferry is late.",
        "He made the claim: the ferry is late.",
        "Claim",
        "Claims\nWho has lost a bag on the ferry writes to the office in Vessa.",
    ],
)
def test_what_a_sentence_says_of_a_claim_is_not(text: str) -> None:
    assert not list(disputed_claims(text))


def test_a_long_text_of_labels_is_read_at_once() -> None:
    assert len(list(disputed_claims("Claim\n" * 20_000))) == 10_000

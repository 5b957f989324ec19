"""Things that a query sets side by side."""

import pytest

from research.text.questions.compared_things import compared_things


@pytest.mark.parametrize(
    ("query", "things"),
    [
        (
            "How does the Petrel compare with Kestrel Two and xLark?",
            ("Petrel", "Kestrel Two", "xLark"),
        ),
        ("petrel vs. kestrel", ("petrel", "kestrel")),
        ("Petrel versus Kestrel for short trips", ("Petrel", "Kestrel")),
        ("Is the 720 better than the 731 Max?", ("720", "731 Max")),
        ("Is Aldvik larger than Vessa?", ("Aldvik", "Vessa")),
        ("Should I buy a Petrel or a Kestrel?", ("Petrel", "Kestrel")),
        ("Petrel or Kestrel: which is cheaper?", ("Petrel", "Kestrel")),
        ("What is the difference between the Petrel's hull and Kestrel?", ("Petrel", "Kestrel")),
        ("How did use among teenagers compare with that among adults?", ()),
        ("Which companies did Vessa and Aldvik pay?", ()),
        ("Is the Petrel better than what came before?", ()),
        ("Are Petrel, Kestrel, Lark, Tern and Gull better or worse?", ()),
    ],
)
def test_named_things_of_a_comparison(query: str, things: tuple[str, ...]) -> None:
    assert compared_things(query) == things

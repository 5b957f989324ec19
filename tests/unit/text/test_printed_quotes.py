"""A report prints a quote without the numbers of its page's notes, and with days in brackets."""

from datetime import date

import pytest

from research.text.printed_quotes import printed

MONDAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("It fell by a third (19).", "It fell by a third."),
        ("It fell by a third (4, 15), and rose (2-4).", "It fell by a third, and rose."),
        ("It is the largest.[3] It sails.[4][12]", "It is the largest. It sails."),
        ("It fell in ferries [7] and quays.", "It fell in ferries [7] and quays."),
        ("The driver was Ragna Holt (19).", "The driver was Ragna Holt (19)."),
        ("It fell (by 19) in 2019 (2020).", "It fell (by 19) in 2019 (2020)."),
        ("They meet today (19).", "They meet today [9 March 2026]."),
    ],
)
def test_numbers_of_notes_are_left_out(quote: str, shown: str) -> None:
    assert printed(quote, MONDAY) == shown

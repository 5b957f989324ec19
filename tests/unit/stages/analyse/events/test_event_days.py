"""The day of what a sentence tells, on a page of Wednesday, 11 March 2026."""

from datetime import date

import pytest

from research.stages.analyse.events.event_days import event_day

PUBLISHED = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The mill burned on Monday.", "2026-03-09"),
        ("Holt left on March 3 after plans for a strike on June 1 were shelved.", "2026-03-03"),
        ("Holt, who had joined the yard on 4 May 2020, left on Tuesday.", "2026-03-10"),
        ("On Tuesday, after a strike that began on March 2, the yard shut.", "2026-03-10"),
        ("Three sailors died after a ferry sank on Monday.", "2026-03-09"),
        ("The fair was postponed to June 1.", "2026-06-01"),
        ("Holt denied the charges on March 3.", "2026-03-03"),
        ("The council rejected plans to shut the pool on March 3.", "2026-03-03"),
        ("The yard opens today.", "2026-03-11"),
    ],
)
def test_it_is_that_of_the_clause_of_what_happened(text: str, day: str) -> None:
    assert event_day(text, PUBLISHED) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "Holt left after plans for a strike on June 1 were shelved.",
        "Plans for a strike on June 1 were put aside and then called off.",
        "The strike planned for June 1 was cancelled.",
        "The yard cancelled a launch scheduled for June 1.",
        "A launch that was due on March 3 has been delayed.",
        "Holt denied that the yard would open on June 1.",
        "Holt denied having met the owner on March 3.",
        "The yard has refuted reports that it is to close on June 1.",
        "The mill burned on Monday and the yard on Tuesday.",
        "The mill burned on Monday, and a fair is held on October 9.",
        "Wooden boats are rare today.",
        "Vessa has built boats since 1400 and continues to build them today.",
        "“The mill burned yesterday,” said Holt.",
        "“The mill burned on March 3,” said Holt.",
    ],
)
def test_without_one_it_is_no_event(text: str) -> None:
    assert event_day(text, PUBLISHED) is None

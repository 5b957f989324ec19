"""Which sentences make sense away from their text, and which are none of a report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.text.source_sentences import MIN_STANDALONE
from research.text.standing.standalone import standalone


@pytest.mark.parametrize(
    "sentence",
    [
        "The Vessa Ferry Company ordered a battery ferry in 2024.",
        "“The engine room is the quietest place on board,” said Ragna Holt, the engineer.",
        "Ragna Holt said she would not miss the smell of diesel in the morning.",
        "In May, the county council voted for the new quay by 31 to 14.",
        "渡轮公司表示，新的电动渡轮将于五月开始运营。",
        "ይህ ጀልባ በቀን ሁለት ጊዜ ከወደቡ ይነሳል።",
        "Το πλοίο φεύγει δύο φορές την ημέρα από το λιμάνι.",
        "เรือข้ามฟากออกจากท่าเรือเก่าวันละสองเที่ยวและกลับในตอนเย็น",
        "สะพานใหม่สร้างเสร็จและเปิดให้ประชาชนใช้ในปี 2566",
    ],
)
def test_a_sentence_that_needs_nothing_around_it(sentence: str) -> None:
    assert standalone(sentence) == 1.0


@pytest.mark.parametrize(
    "sentence",
    [
        "Too short to say much.",
        "เครือข่ายเรือข้ามฟาก",
        "and then the ferry left the quay in Nordholm",
        "The new battery ferry to Nordholm and its quay",
        "then the ferry left the quay in Nordholm.",
        "The ferry " + "and the quay " * 40 + "are new.",
        "เรือ" + "1" * 200 + " ferries" * 20,  # figures that may be parted in many ways
        "",
        "   ",
    ],
)
def test_what_is_no_sentence_of_a_report(sentence: str) -> None:
    assert standalone(sentence) == 0.0


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("It charges for eleven minutes at each quay.",
         "The ferry charges for eleven minutes at each quay."),
        ("But the ferry charges for eleven minutes at each quay.",
         "The ferry charges for eleven minutes at each quay."),
        ("The larger ferries, he said, could carry forty trucks each.",
         "The larger ferries, Holt said, could carry forty trucks each."),
        ("“We never had a quieter ship on the line, the engineer said.",
         "“We never had a quieter ship on the line,” the engineer said."),
        ("We think that the ferry is the quietest on the coast.",
         "Engineers think that the ferry is the quietest on the coast."),
        ("Subscribe to our newsletter for more about the ferry to Nordholm.",
         "The company has a newsletter about the ferry to Nordholm."),
        ("Why did the county pay for the quay in Nordholm?",
         "The county paid for the quay in Nordholm."),
    ],
)  # fmt: skip
def test_what_points_elsewhere_is_worse(worse: str, better: str) -> None:
    assert standalone(worse) < standalone(better)


@given(st.text(max_size=400))
def test_any_text_has_a_value_from_0_to_1(text: str) -> None:
    assert 0.0 <= standalone(text) <= 1.0


@pytest.mark.parametrize(
    ("pointing", "plain"),
    [
        (
            "Nobody sends a container across an ocean of her size for fun.",
            "Nobody sends a container across an ocean of that size for fun.",
        ),
        ("The wings can turn with the wind in seconds.", "The wings of the Anemos can turn."),
    ],
)
def test_what_nobody_introduced_weighs_less(pointing: str, plain: str) -> None:
    assert standalone(pointing) < standalone(plain)


def test_what_the_title_introduced_weighs_in_full() -> None:
    sentence = "The wings can turn with the wind in seconds."
    assert standalone(sentence) < standalone(sentence, frozenset({"wing"})) == 1.0


def test_a_name_at_the_beginning_is_one() -> None:
    assert standalone("Paganini and his team saw 5,200 pounds of water vapour a second.") == 1.0


def test_advice_to_the_reader_stands_alone_and_the_writers_own_voice_does_not() -> None:
    advice = "If you plan to retire early, save at least 25 times your yearly expenses."
    assert MIN_STANDALONE <= standalone(advice) < 1.0
    assert standalone(advice.replace("you", "we").replace("wer", "our")) < MIN_STANDALONE


@pytest.mark.parametrize(
    "sentence",
    [
        "There are three ferries on the line to Nordholm, and two quays.",
        "There’ll be three ferries on the line to Nordholm in May.",
        "One study of the ferry found that its batteries last for nine years.",
        "One of Vessa's ferries will be worth eight of Nordholm's old ones.",
        "It is likely that the ferry will be late in the first winter.",
        "The winds of our planet have carried ships for six thousand years.",
        "Cuts were announced to the crews of the ferry in an email in May.",
        "Cuts were announced in an email of The We Company to the crews of the ferry.",
        "A court in Vessa ruled on the copyright of the ferry's old songs.",
        "Nordholm earns a commission on each ticket that is sold in Vessa.",
        "The crew of the old ferry has lived for sixty years in a house near here.",
        "The line built its first battery ferry here.",
        "Brokers may earn commissions on both sides of a sale in Vessa.",
    ],
)
def test_what_points_at_nothing_before_stands_alone(sentence: str) -> None:
    assert standalone(sentence) == 1.0


@pytest.mark.parametrize(
    "sentence",
    [
        "There they met the captain of the ferry and its engineer.",
        "One of them was sold to the county council in the year 2019.",
        "One was sold to the county council of Vessa in the year 2019.",
        "Our ferry has carried people and their cars for sixty years.",
        "Please send your tips on the ferry to the desk by email at noon.",
        "Disclosure: the Herald sells some of the tickets that are shown above.",
        "The Herald may earn a commission from some of the tickets on this page.",
        "Find more ideas for the crossing to Nordholm here!",
    ],
)
def test_what_points_back_or_is_no_news_does_not(sentence: str) -> None:
    assert standalone(sentence) < MIN_STANDALONE


def test_one_exception_to_that_points_back() -> None:
    assert standalone("There is one exception to that in the last hour of it.") < MIN_STANDALONE

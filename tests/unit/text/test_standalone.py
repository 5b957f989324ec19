"""Which sentences make sense away from their text, which need the one before, which are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.text.source_sentences import MIN_STANDALONE
from research.text.standalone import (
    asker,
    is_to_somebody_else,
    needs_context,
    reads_on,
    standalone,
)
from research.text.terms import terms


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


ASKED = frozenset(terms("Can sailing cargo ships cut the cost and emissions of ocean freight?"))


@pytest.mark.parametrize(
    "sentence",
    [
        "A motor ship of her size burns about 105 tonnes on the same route.",
        "The wings cost €1.9 million each, installed, or €5.7 million for the ship.",
        "The company, which is expected to lay off thousands, confirmed it on Monday.",
        "The group said that the contract has confused employees.",
        "These ferries were sold to Vessa in May.",
        "“It saves nothing,” said Ragna Holt of the ferry line.",
        "In the autumn her owners sold the ferry to Vessa.",
        "So the sailing container costs nearly twice as much and emits more.",
        "Therefore Vessa bought a ferry of its own in 2024.",
        "In a separate letter, Ragna Holt added that Vessa is not keeping its word.",
        "In another letter Ragna Holt said that the ferry costs 24 million euros.",
        "In December, the firm bid 16.50 euros a share for the line to Nordholm.",
        "Despite these findings, the team is far from finished with its wings.",
        "Especially one that Vessa has adopted for all of its ferries.",
        "“We are on the way to Vessa,” he told the crew of the ferry.",
        "“Ragna Holt is wrong,” she said of the engineer's plan.",
        "“The reason for the delay is the ice of the fjord,” it added.",
        "Guests of the ferry line laughed when he fell into the fjord.",
        "On the day on which she left, Vessa had two ferries.",
        "This, too, is a ferry of Vessa.",
        "Amid all this, a ferry made of hemp has gone on show in Vessa.",
        "In that case Vessa pays the harbour of Nordholm 40 euros.",
        "On one of those nights, the ferry sent a signal for help.",
        "After that, everything was done by lawyers of the ferry line.",
    ],
)
def test_it_needs_the_sentence_before_it(sentence: str) -> None:
    assert needs_context(sentence, ASKED)


@pytest.mark.parametrize(
    "sentence",
    [
        "The cargo sailing ship Petrel reached Port Halloway with 212 containers on her deck.",
        "The Western Seas Maritime Authority estimated that sails cut emissions by 7%.",
        "The emissions fell by a third in a year.",
        "The price of a wing sail is €1.9 million.",
        "The true cost of carrying a container was €3,300.",
        "The Petrel used 41 tonnes of fuel on her first crossing.",
        "Ragna Holt said her ferry was sold.",
        "So far no ferry of Vessa runs on wind.",
        "Instead of diesel the ferry burns hydrogen from Nordholm.",
        "Asked of the ferry, Ragna Holt was short: “It saves nothing,” she said.",
        "A captain laughed: “We are late,” he said.",
        "Holt laughed when she fell into the fjord.",
        "Once the man said that he and his wife sail, Vessa let them go.",
        "The captain of the ferry said that he had steered it well.",
        "Ferries are late because winter is long, said Ragna Holt when she came home.",
        "Among those killed on the ferry was the mayor of Vessa.",
        "To this day, nobody knows how the ferry of Vessa sank.",
        "In that same year, Nordholm bought a ferry.",
        "Of those surveyed on the ferry, 40 percent were late.",
        "Since this spring, Vessa has had a ferry of its own.",
        "Given that the ferry is old, Vessa wants another.",
        "Of those who sail to Nordholm, half are children.",
        "In May, the company that runs the ferry to Vessa sold it.",
        "In December, the Vessa Line bid 16.50 euros a share.",
        "At high tide, the water stands a metre above the quay in Nordholm.",
        "A ferry lost its mast off Vessa in a storm.",
        "A large container ship emits about 0.27 tonnes of carbon dioxide for each container.",
        "渡轮公司表示，新的电动渡轮将于五月开始运营。",
        "ይህ ጀልባ በቀን ሁለት ጊዜ ከወደቡ ይነሳል።",
        "Το πλοίο φεύγει δύο φορές την ημέρα από το λιμάνι.",
        "เรือข้ามฟากออกจากท่าเรือเก่าวันละสองเที่ยวและกลับในตอนเย็น",
        "สะพานใหม่สร้างเสร็จและเปิดให้ประชาชนใช้ในปี 2566",
        "",
    ],
)
def test_it_needs_nothing_before_it(sentence: str) -> None:
    assert not needs_context(sentence, ASKED)


HOLT = "Ragna Holt, the engineer of the ferry, retired in May."


@pytest.mark.parametrize(
    ("before", "sentence", "reads"),
    [
        (HOLT, "She says the first step was to count the batteries.", True),
        ("The ferry has two quays.", "She says the first step was to count the batteries.", False),
        ("The ferry has two quays.", "They were built in 1998 by the county.", True),
        (HOLT, "The engineer had worked on it for thirty years.", True),
        (HOLT, "After that, the line was run by her daughter.", True),
        (HOLT, "The dragons were shown to many guests in the opera house.", False),
        (HOLT, "We were glad when she said that it was over.", False),
        (HOLT, "She asked: was it worth the money, then?", False),
        (HOLT, "She said: “The ferry is the quietest of all in", False),
    ],
)
def test_what_reads_on_from_the_sentence_before(before: str, sentence: str, reads: bool) -> None:
    assert reads_on(sentence, before, frozenset(terms("the ferry"))) is reads


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


def test_a_number_or_a_known_word_says_which() -> None:
    assert not needs_context("The 777 program has faced delays in May.", frozenset())
    known = frozenset(terms("rally"))
    assert not needs_context("The rally was the biggest so far.", known)
    assert needs_context("The rally was the biggest so far.", frozenset())


def test_you_is_whoever_asks_what_one_does_and_else_nobody() -> None:
    advice = "If you plan to retire early, save at least 25 times your yearly expenses."
    assert not is_to_somebody_else(advice, asker("How can one retire early?"))
    assert not is_to_somebody_else(advice, asker("What do I need to retire early?"))
    assert is_to_somebody_else(advice, asker("Who retires early in Vessa?"))
    assert not is_to_somebody_else("“You can go,” the judge said.", frozenset())


def test_one_exception_to_that_points_back() -> None:
    assert standalone("There is one exception to that in the last hour of it.") < MIN_STANDALONE


@pytest.mark.parametrize(
    "sentence",
    [
        "It is expected to open in May 2027 at a cost of 9 million euros.",
        "It was known for its low price and sold 4 million of its units.",
        "It is rare in Europe but common in the ports of the north.",
        "It is worth 9 million euros to the council and its banks.",
    ],
)
def test_a_thing_called_it_points_back(sentence: str) -> None:
    assert standalone(sentence) < MIN_STANDALONE
    assert needs_context(sentence, frozenset())


@pytest.mark.parametrize(
    "query",
    [
        "Tell me about the ferry of Vessa",
        "Can you explain how the ferry works?",
        "Give me an overview of the ferries",
        "Who runs the ferry?",
    ],
)
def test_who_asks_for_a_report_is_no_you(query: str) -> None:
    assert not asker(query)

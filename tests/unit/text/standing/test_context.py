"""Which sentences need the one before them."""

import pytest

from research.text.source_sentences import MIN_STANDALONE
from research.text.standing.context import needs_context, reads_on
from research.text.standing.standalone import standalone
from research.text.terms import terms

ASKED = frozenset(terms("Can sailing cargo ships cut the cost and emissions of ocean freight?"))


HOLT = "Ragna Holt, the engineer of the ferry, retired in May."


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
        "“Captain Moe will sail the Petrel to Nordholm in June.”",
        "There may be just as much reason for doubt in Vessa.",
        "The tunnel to Nordholm costs twice as much.",
        "A difference between the two ships is the number of berths.",
        "In Vessa the latter ferries are repaired by the county.",
        "It would be hard in Vessa to lose on all three counts with a new ferry.",
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
        "“Frozen Fjord” opens in Vessa on Friday.",
        "The tunnel to Nordholm costs twice as much as the bridge did.",
        "Then the Petrel and the Kestrel raced, and the two ships were sold.",
        "Vessa paid for the two masts of the Petrel.",
        "Vessa paid for all three masts of the Petrel.",
        "Fares rose in the two years since the quay of Vessa was built.",
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


@pytest.mark.parametrize(
    ("before", "sentence", "reads"),
    [
        (HOLT, "She says the first step was to count the batteries.", True),
        ("The ferry has two quays.", "She says the first step was to count the batteries.", False),
        ("The ferry has two quays.", "They were built in 1998 by the county.", True),
        (HOLT, "The engineer had worked on it for thirty years.", True),
        (HOLT, "After that, the line was run by her daughter.", True),
        ("“She is quiet,” said Ragna Holt of it.", "“The line of Vessa is proud.”", True),
        ("“She is quiet,” it said.", "“The line of Vessa is proud.”", False),
        (HOLT, "“The line of Vessa is proud.”", False),
        ("The Petrel and the Kestrel race.", "The crews of the two ships know it.", True),
        (HOLT, "The dragons were shown to many guests in the opera house.", False),
        (HOLT, "We were glad when she said that it was over.", False),
        (HOLT, "She asked: was it worth the money, then?", False),
        (HOLT, "She said: “The ferry is the quietest of all in", False),
    ],
)
def test_what_reads_on_from_the_sentence_before(before: str, sentence: str, reads: bool) -> None:
    assert reads_on(sentence, before, frozenset(terms("the ferry"))) is reads


def test_a_number_or_a_known_word_says_which() -> None:
    assert not needs_context("The 777 program has faced delays in May.", frozenset())
    known = frozenset(terms("rally"))
    assert not needs_context("The rally was the biggest so far.", known)
    assert needs_context("The rally was the biggest so far.", frozenset())


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

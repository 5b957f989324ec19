"""What leans on the sentence before it is no key finding."""

import pytest

from research.text.context import needs_context
from research.text.terms import terms

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
    ],
)
def test_it_leans_back(sentence: str) -> None:
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
        "A ferry lost its mast off Vessa in a storm.",
        "A large container ship emits about 0.27 tonnes of carbon dioxide for each container.",
        "渡轮公司表示，新的电动渡轮将于五月开始运营。",
        "",
    ],
)
def test_it_needs_nothing_before_it(sentence: str) -> None:
    assert not needs_context(sentence, ASKED)

"""A conclusion from claims that are too much for the model at once."""

from datetime import date

import pytest

from research.domain.claim import Citation, Claim
from research.domain.errors import ContextOverflowError
from research.stages.write.conclusion import conclude
from research.text.prompts.evidence import Brief
from tests.fakes.language_model import FakeLanguageModel

BRIEF = Brief("How many ferries sail?", (), date(2026, 11, 24))
CLAIMS = [
    Claim(
        text=f"Ferry {number} sails.",
        citations=(Citation(source=1, start=0, end=15, quote="A ferry sails. "),),
    )
    for number in range(1, 6)
]
CONCLUDED = {"title": "Ferries sail", "answers": [], "uncertain": [], "open_questions": []}


async def test_the_first_half_is_tried_where_all_are_too_much() -> None:
    model = FakeLanguageModel({"conclude": [ContextOverflowError("long"), CONCLUDED]})
    found = await conclude(BRIEF, ["How many?"], CLAIMS, ["none"], model)
    assert found.title == "Ferries sail"
    first, second = model.calls
    assert "Ferry 5" in first.material
    assert "Ferry 3" in second.material
    assert "Ferry 4" not in second.material


async def test_it_is_tried_once() -> None:
    model = FakeLanguageModel({"conclude": ContextOverflowError("long")})
    with pytest.raises(ContextOverflowError):
        await conclude(BRIEF, ["How many?"], CLAIMS, (), model)
    assert len(model.calls) == 2

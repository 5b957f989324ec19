"""What of a model's answer is longer than its form allows is cut where it can be cut."""

from typing import Annotated

import pytest

from research.domain.model_call import cut_to
from research.domain.value import Value


class Form(Value):
    """A text of ten characters, and two numbers."""

    text: Annotated[str, cut_to(10)] = ""
    numbers: Annotated[tuple[int, ...], cut_to(2)] = ()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ten chars.", "ten chars."),
        ("a ferry sails", "a ferry"),
        ("the ferries sail", "the"),
        ("ferry ride is long", "ferry ride"),
        ("unbroken-words", "unbroken-w"),
        ("渡船在五月开始航行于海峡", "渡船在五月开始航行于"),
    ],
)
def test_a_text_is_cut_after_a_word_where_there_is_one(written: str, kept: str) -> None:
    assert Form.model_validate({"text": written}).text == kept


def test_a_list_is_cut_and_what_is_neither_is_left_to_the_form() -> None:
    assert Form.model_validate({"numbers": [1, 2, 3]}).numbers == (1, 2)
    with pytest.raises(ValueError, match="text"):
        Form.model_validate({"text": 12345678901})

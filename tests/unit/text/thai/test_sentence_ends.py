"""Ends of sentences that the model for Thai finds and the rule does not."""

import sys

import pytest

from research.text.sentences import sentence_spans
from research.text.thai.sentence_ends import _model, thai_ends

NEWS = (
    "รัฐบาลประกาศขึ้นค่าแรงขั้นต่ำเป็นวันละ 400 บาท",
    "มาตรการนี้จะมีผลตั้งแต่วันที่ 1 มกราคม 2568",
    "สภาอุตสาหกรรมแสดงความกังวลว่าต้นทุนจะสูงขึ้น",
    "อย่างไรก็ตาม สหภาพแรงงานเห็นว่ายังไม่เพียงพอ",
)


def parts(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text)]


def test_short_sentences_are_told_apart() -> None:
    assert parts(f"น้ำท่วม\n{' '.join(NEWS)}") == ["น้ำท่วม", *NEWS]


def test_ends_are_blanks_in_long_texts_too_and_never_behind_abbreviations() -> None:
    paragraph = f"{' '.join(NEWS)} ก่อตั้งขึ้นเมื่อปี พ.ศ. 2325 โดยเทศบาล " * 40
    ends = thai_ends(paragraph)
    assert len(ends) > 60
    assert {paragraph[end] for end in ends} == {" "}
    assert "." not in {paragraph[end - 1] for end in ends}


def test_without_the_model_the_rule_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pythainlp.tokenize.crfcut", None)
    _model.cache_clear()
    thai_ends.cache_clear()
    assert thai_ends(" ".join(NEWS)) == frozenset()
    assert len(parts(" ".join(NEWS))) == 2
    monkeypatch.undo()
    _model.cache_clear()
    thai_ends.cache_clear()
    assert thai_ends(" ".join(NEWS))


def test_a_page_of_one_letter_is_read_to_its_end() -> None:
    assert "".join(parts("ก" * 100_000)) == "ก" * 100_000
    assert "".join(parts("กา " * 90_000)).replace(" ", "") == "กา" * 90_000

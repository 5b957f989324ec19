"""Cleaned text: what goes, what stays, and that cleaning it again changes nothing."""

import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.text.cleaning import clean_line, clean_text, is_like_title, join_wrapped_lines


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("  a \t\u00a0\u3000 b \n\n \n c", "a b\nc"),
        ("pass\u200bword\u200d s\u00adplit \ufeffx", "password split x"),
        ("abc\u202edef\u2066ghi\u200f", "abcdefghi"),
        ("seen\U000e0041\U000e0042\ufe01", "seen"),
        ("a\x00b\x1bc\x7fd\x9fe\ud800f\uffff", "abcdef"),
        ("e\u0301", "é"),
        ("نمی\u200cشود", "نمی\u200cشود"),
        ("👩\u200d🔬 ❤\ufe0f", "👩\u200d🔬 ❤\ufe0f"),
        ("blank\u2800\u3164braille", "blank braille"),
        ("", ""),
    ],
)
def test_clean_text(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


def test_runs_of_marks_are_thinned_for_they_take_long() -> None:
    began = process_time()
    text = clean_text("a" + "\u0301\u0323" * 200_000 + " end")
    assert len(text) < 40
    assert text.endswith(" end")
    assert process_time() - began < 1


def test_text_is_bounded() -> None:
    assert len(clean_text("word " * 500_000)) <= 1_000_000
    assert len(clean_line("word " * 500_000)) <= 300


@given(st.text(st.characters(), max_size=200))
def test_cleaning_is_done_once(raw: str) -> None:
    text = clean_text(raw)
    assert clean_text(text) == text
    assert unicodedata.is_normalized("NFC", text)
    assert "\n\n" not in text
    assert "  " not in text
    assert text == text.strip()
    text.encode()
    assert not any(unicodedata.category(c) == "Cc" for c in text if c != "\n")


def test_lines_are_joined_by_length_case_and_hyphen() -> None:
    lines = [
        "Heading",
        "A line that is as long as lines are on this page, and is bro-",
        "ken by a hyphen; a short one",
        "goes on in lower case.",
        "- a bullet",
        "",
        "after",
    ]
    assert join_wrapped_lines(lines) == [
        "Heading",
        (
            "A line that is as long as lines are on this page, and is broken by a hyphen; "
            "a short one goes on in lower case."
        ),
        "- a bullet",
        "after",
    ]


def test_chinese_lines_are_joined_without_a_space() -> None:
    assert join_wrapped_lines(["白鹳在非洲过冬", "每年三月飞回来"]) == [
        "白鹳在非洲过冬每年三月飞回来"
    ]


@given(st.lists(st.text()))
def test_joining_loses_no_word(lines: list[str]) -> None:
    joined = "".join("".join(join_wrapped_lines(lines)).split())
    assert joined.replace("-", "") == "".join("".join(lines).split()).replace("-", "")


@pytest.mark.parametrize(
    ("line", "is_title"), [("Storks are back", True), ("They left.", False), ("", False)]
)
def test_is_like_title(line: str, is_title: bool) -> None:
    assert is_like_title(line) is is_title

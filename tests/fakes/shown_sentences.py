"""Reads the sentences of a prompt's pages with the numbers that a model cites them by."""

import re
from typing import Any

_NUMBERED = re.compile(r"\[(\d+)\] (.+?)(?=\s+\[\d+\] |\n|\Z)")
_QUESTION = re.compile(r"^\d+\. ", re.MULTILINE)
_QUESTIONS = re.compile(r"<<(\w+) questions\n(.*?)\n\1>>", re.DOTALL)


def numbered(text: str) -> list[tuple[int, str]]:
    """The sentences of `text`, each with its number."""
    return [(int(number), sentence.strip()) for number, sentence in _NUMBERED.findall(text)]


def number_of(words: str, text: str) -> int:
    """The number of the sentence of `text` that has `words`; one that none has, where none does."""
    return next((number for number, said in numbered(text) if words in said), 9_999)


def count_questions(material: str) -> int:
    """How many sections a writer is asked for."""
    asked = _QUESTIONS.search(material)
    return len(_QUESTION.findall(asked[2])) if asked else 0


def sections(material: str, sentences: list[dict[str, Any]], missing: str = "") -> dict[str, Any]:
    """What a writer answers that says `sentences`, each in a paragraph, to every question."""
    paragraphs = [{"sentences": [one]} for one in sentences]
    return {
        "sections": [
            {"question": number, "paragraphs": paragraphs, "missing": missing}
            for number in range(1, count_questions(material) + 1)
        ]
    }

"""What a number in a text counts: "five ships", "40 tonnes of steel"."""

from research.text.clauses import clause_words
from research.text.figures.quantities import Quantity

_COUNTED_WITHIN = 3


def counted(text: str, quantity: Quantity) -> list[str]:
    """The terms of the few words after a number, up to the clause's end: what it counts."""
    found: list[str] = []
    clause: int | None = None
    for word in clause_words(text):
        if word.start < quantity.end:
            continue
        if text[quantity.end : word.start].strip(" -") and clause is None:
            break
        clause = word.clause if clause is None else clause
        if word.clause != clause or not word.has_content or word.plain[:1].isdigit():
            break
        found.append(word.term)
        if len(found) == _COUNTED_WITHIN:
            break
    return found

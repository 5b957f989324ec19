"""A question: what one section of the report answers."""

from enum import StrEnum

from research.domain.value import Value


class QuestionKind(StrEnum):
    """Where a question comes from, and so what belongs under it."""

    ASKED = "asked"
    """The asker's own, in these words: no answer to it is worth a warning."""
    PLANNED = "planned"
    """A model's, grounded in the first results."""
    NEXT = "next"
    """An aspect that any subject has, as those below: what is planned or expected."""
    VOICES = "voices"
    """What people say of it."""
    FIGURES = "figures"
    """Amounts and other numbers."""
    BACKGROUND = "background"
    """What came before, and why."""
    REST = "rest"
    """What the sources say besides."""


ASPECTS = frozenset(
    {
        QuestionKind.NEXT,
        QuestionKind.VOICES,
        QuestionKind.FIGURES,
        QuestionKind.BACKGROUND,
        QuestionKind.REST,
    }
)
"""The kinds that are no question of anybody's: a report may do without a section for them."""


class Question(Value):
    """What one section answers, and the words to search for it."""

    text: str
    search_query: str
    more_queries: tuple[str, ...] = ()
    """Other words to search for the same."""
    heading: str
    """The question as a section's heading; the question itself unless it is an aspect."""
    kind: QuestionKind = QuestionKind.ASKED

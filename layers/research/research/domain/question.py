"""A question: what one section of the report answers."""

from enum import StrEnum

from research.domain.value import Value


class QuestionKind(StrEnum):
    """Where a question comes from, and so what belongs under it."""

    ASKED = "asked"
    """The asker's own, in these words: no answer to it is worth a warning."""
    SUBJECT = "subject"
    """Someone or something that several results name."""
    PLANNED = "planned"
    """A model's, grounded in the first results."""
    FIGURES = "figures"
    VOICES = "voices"


class Question(Value):
    """What one section answers, and the words to search for it."""

    text: str
    search_query: str
    more_queries: tuple[str, ...] = ()
    """Other words to search for the same."""
    heading: str
    """The question as a section's heading; the question itself unless it is a bare subject."""
    kind: QuestionKind = QuestionKind.ASKED

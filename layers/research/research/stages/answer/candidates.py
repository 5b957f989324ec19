"""A sentence that may answer a query, and how it stands: what is looked at closely."""

from dataclasses import dataclass
from functools import cached_property

from research.domain.source import Source
from research.domain.value import Span
from research.text.cleaning import capitalised
from research.text.days.relative_days import lacks_day
from research.text.sentences import sentence_spans
from research.text.source_sentences import MIN_STANDALONE, Sentence, essential
from research.text.standing.context import is_as_much, needs_context, points_back
from research.text.standing.speech import is_to_somebody_else, speaks_as_we, words_of
from research.text.standing.standalone import standalone
from research.text.terms import terms, word_count

_MAX_HEADING_WORDS = 14
_HEADING_LINES = 8
_MARK = 4
"""Characters that the mark of a list has at most."""
_LONGEST_QUOTE_WORDS = 60
_FARTHEST = 2
"""Characters between two sentences that are read as one quote."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A sentence, where it stands, and how near it is to each part of the query."""

    source: Source
    sentence: Sentence
    relevance: float
    """Of its source, 0 to 1."""
    nearness: tuple[float, ...]
    """To each part, a cosine."""
    paragraph_nearness: tuple[float, ...]
    """The same, of its paragraph."""
    known: frozenset[str]
    """The terms that a reader knows: those asked for, and those of its source's title."""
    to_title: float
    """Nearness to the title of its source: what stands below an article is far from it."""
    answering: tuple[float, ...]
    """How near the encoder finds it to each part as its answer, a cosine."""
    answering_query: tuple[float, ...]
    """The same, to the whole query of each part."""

    @cached_property
    def title(self) -> frozenset[str]:
        """The terms of its source's title."""
        return frozenset(terms(self.source.title))

    @property
    def opens_paragraph(self) -> bool:
        """Whether its paragraph begins with it, a mark of a list or so aside."""
        before = self.source.text[
            max(0, self.sentence.span.start - _MARK) : self.sentence.span.start
        ]
        return "\n" in before or self.sentence.span.start < _MARK

    @cached_property
    def heading(self) -> frozenset[str]:
        """The terms of the nearest line above that is short and ends like no sentence."""
        above = self.source.text[: self.sentence.span.start].rpartition("\n")[0]
        lines = above.split("\n")[-_HEADING_LINES:]
        for line in filter(None, map(str.strip, reversed(lines))):
            if line[-1] not in ".!”\"’'" and len(line.split()) < _MAX_HEADING_WORDS:
                return frozenset(terms(line))
        return frozenset()

    @cached_property
    def around(self) -> frozenset[str]:
        """The terms of it and all around it: neighbours, paragraph, heading and title."""
        paragraph = paragraph_around(self.source.text, self.sentence.span)
        near = terms(f"{self.sentence.around} {paragraph}")
        return frozenset(near) | self.heading | self.title

    @cached_property
    def leans(self) -> bool:
        """Whether a reader who knows the query and the title would ask which, whose or who."""
        return needs_context(self.sentence.text, self.known)

    @property
    def stands(self) -> bool:
        """Whether its quote can be read alone: by who doesn't know its page's day, either."""
        text = self.sentence.text
        if lacks_day(text, self.source.published) or is_to_somebody_else(text, self.known):
            return False
        if self.quote != self.sentence.span:
            return True
        return self.sentence.stands_alone(self.known)

    @property
    def answers_alone(self) -> bool:
        """Whether it can be read as an answer: with the question, "The report says" has a report,
        "the two services" are those asked about, and "we" are its site.

        Of 257 parts, three more are answered at once than with those that stand in any place.
        """
        text = self.sentence.text
        standing = self.sentence.standalone
        if self.source.site and speaks_as_we(text):
            standing = standalone(words_of(self.source.site, text), self.known)
        return self.stands or (
            standing >= MIN_STANDALONE
            and not points_back(text, self.known, introduced_by_text=True)
            and not is_as_much(text)
            and not is_to_somebody_else(text, self.known)
            and not lacks_day(text, self.source.published)
        )

    @cached_property
    def quote(self) -> Span:
        """Its place, and that of the sentence before it where it leans on one that stands."""
        own, text = self.sentence.span, self.source.text
        if not self.leans:
            return own
        before = list(sentence_spans(text[: own.start]))[-1:]
        if not before or own.start - before[0].end > _FARTHEST:
            return own
        first = essential(text, before[0])
        leading = capitalised(first.of(text))
        is_long = word_count(leading) + self.sentence.words > _LONGEST_QUOTE_WORDS
        leans_too = needs_context(leading, self.known)
        leans_too = leans_too or is_to_somebody_else(leading, self.known)
        if is_long or leans_too or standalone(leading, self.known) < MIN_STANDALONE:
            return own
        return Span(start=first.start, end=own.end)


def paragraph_around(text: str, place: Span) -> str:
    """The line of `text` that `place` is in."""
    end = text.find("\n", place.end)
    return text[text.rfind("\n", 0, place.start) + 1 : end if end >= 0 else len(text)]

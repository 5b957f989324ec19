"""Has a model draft the sections of a report, several in a call where they are short.

Where one call is enough for all, it drafts what the report begins with, too.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from research.domain.claim import Computation
from research.domain.errors import ContextOverflowError, ModelError
from research.domain.passage import Passage
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.source import Source
from research.ports import LanguageModel, Progress
from research.stages.select.select import unite_packs, whole_pages
from research.stages.write.write import (
    ReportText,
    WrittenOpening,
    WrittenSection,
    write_sections,
)
from research.text.prompts.evidence import Brief
from research.text.terms import word_count

NO_PASSAGES = "no passage was found for it"
LEFT_OUT = "the model passed it over"
WORDS_PER_CALL = 1_100
"""Sections are written together up to so many words, those of a standard report: their evidence is
sent once, each sees all of it, and none says what another does."""
SHARE_TOLD = 0.95
"""Of the words that are read: with the figures that a writer computes and what they can't show, a
report of one article is about as long as it. Asked for more, a model pads and supposes."""
FEWEST_WORDS = 100
"""Of a section, however little there is to read."""
Planned = tuple[Question, tuple[Passage, ...]]
"""A question, and the passages that may answer it."""


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """What was written for one question, before it is verified."""

    question: Question
    passages: tuple[Passage, ...]
    """All that its writer was shown."""
    section: WrittenSection | None = None
    computed: tuple[Computation, ...] = ()
    """The figures that its writer computed, of this section or others."""
    error: str = ""
    """Why there is no section."""


@dataclass(frozen=True, slots=True)
class OpeningDraft:
    """What was written for the beginning of the report, before it is verified."""

    opening: WrittenOpening
    passages: tuple[Passage, ...]
    """All that its writer was shown."""
    computed: tuple[Computation, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafts:
    """What was written for several questions, and for the beginning of the report."""

    sections: Sequence[SectionDraft]
    opening: OpeningDraft | None = None


@dataclass(frozen=True, slots=True)
class SectionWriter:
    """What sections are written with."""

    brief: Brief
    sources: Mapping[int, Source]
    words: int
    """Of each section, about."""
    model: LanguageModel
    progress: Progress
    parts: Sequence[str] = ()
    """Those of the query, where sections that one call writes are all that the report has."""
    may_have_tables: bool = True

    async def write(self, evidence: Sequence[Planned]) -> Drafts:
        """A draft for each question of `evidence`, in their order; all calls at once.

        Reports progress word by word for the first call. Raises nothing of the model's: where it
        fails, `error` says so.
        """
        batches = list(self._batches(evidence))
        parts = self.parts if len(batches) == 1 else ()
        written = await asyncio.gather(
            *(
                self._write_batch(batch, parts, is_first=not place)
                for place, batch in enumerate(batches)
            )
        )
        return _joined(written)

    def _batches(self, evidence: Sequence[Planned]) -> Iterator[Sequence[Planned]]:
        """As few batches as can be, of about the same size."""
        count = min(len(evidence), -(-self.words * len(evidence) // WORDS_PER_CALL))
        for place in range(count):
            first, end = (n * len(evidence) // count for n in (place, place + 1))
            yield evidence[first:end]

    async def _write_batch(
        self, batch: Sequence[Planned], parts: Sequence[str] = (), *, is_first: bool
    ) -> Drafts:
        """Drafts written from the passages of all questions of `batch`, or half by half."""
        asked = [question for question, own in batch if own]
        packs = unite_packs([own for _, own in batch], self.sources)
        passages = whole_pages(self.brief.query, packs, self.sources)
        written, error = ReportText({}), LEFT_OUT
        try:
            if asked:
                written = await self._ask(asked, passages, parts, is_first=is_first)
        except ContextOverflowError as failure:
            if len(batch) > 1:
                half = len(batch) // 2
                first = await self._write_batch(batch[:half], is_first=is_first)
                return _joined([first, await self._write_batch(batch[half:], is_first=False)])
            error = str(failure) or failure.code
        except ModelError as failure:
            error = str(failure) or failure.code
        drafts = {
            question: SectionDraft(
                question, passages, section, written.computed, "" if section else error
            )
            for place, question in enumerate(asked)
            for section in [written.sections.get(place)]
        }
        return Drafts(
            [
                drafts.get(question, SectionDraft(question, (), error=NO_PASSAGES))
                for question, _ in batch
            ],
            OpeningDraft(written.opening, passages, written.computed) if written.opening else None,
        )

    async def _ask(
        self,
        asked: Sequence[Question],
        passages: Sequence[Passage],
        parts: Sequence[str],
        *,
        is_first: bool,
    ) -> ReportText:
        headings = ", ".join(question.heading for question in asked)

        def report_writing(_piece: str) -> None:
            self.progress(Step(stage=Stage.WRITE, message=f"writing: {headings}"))

        written = await write_sections(
            self.brief,
            asked,
            passages,
            self.sources,
            words=_words_for(self.words, len(asked), passages),
            model=self.model,
            on_text=report_writing if is_first else None,
            parts=parts,
            may_have_tables=self.may_have_tables,
        )
        self.progress(Step(stage=Stage.WRITE, message=f"written: {headings}"))
        return written


def _words_for(words: int, count: int, passages: Sequence[Passage]) -> int:
    """Of each of `count` sections, about: `words`, or as far as `passages` carry fewer."""
    read = sum(word_count(passage.text) for passage in passages)
    return min(words, max(FEWEST_WORDS, round(SHARE_TOLD * read / count)))


def _joined(drafts: Sequence[Drafts]) -> Drafts:
    """All of `drafts` as one, with the opening of a single one."""
    sections = [section for one in drafts for section in one.sections]
    return Drafts(sections, drafts[0].opening if len(drafts) == 1 else None)

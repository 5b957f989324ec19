"""Has a model write sections: paragraphs of sentences, each citing sentences of pages by number.

Sections that are written in one call share its evidence, which is sent once, and don't say the same
twice. A call that writes all sections of a report writes what the report begins with, too. None of
the sentences is checked here: the stage `verify` finds what each cites and decides whether that
supports it. The model is told the rule that will be applied.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil

from research.domain.claim import MAX_CITES, MAX_SUMMARY_CITES, Computation
from research.domain.errors import ContextOverflowError
from research.domain.model_call import ModelCall
from research.domain.passage import Passage
from research.domain.question import Question, QuestionKind
from research.domain.request_bounds import Style
from research.domain.source import Source
from research.ports import LanguageModel
from research.stages.write.written_report import (
    MAX_ASSESSMENT,
    MAX_OPEN_QUESTIONS,
    MAX_SENTENCES,
    MAX_UNCERTAIN,
    HeadedReport,
    HeadedSections,
    WrittenOpening,
    WrittenReport,
    WrittenSection,
    WrittenSections,
    by_question,
    opening_of,
    with_tables,
)
from research.text.prompts.evidence import Brief, evidence_prompt
from research.text.prompts.quoting import language_name, quote_data
from research.text.prompts.styles import style_rule

_TOKENS_PER_WORD = 5
"""Of an answer, for each word asked for: the sentence, its numbers and the marks of JSON, and room
to write half as much again."""
_BASE_TOKENS = 300
_TOKENS_PER_PART = 350
_TOKENS_OF_OPENING = 700
"""Beside the answers: the title, what is uncertain, the assessment, open questions."""
_TOKENS_OF_TABLE = 400
"""What its numbers and marks take, beside its words."""
MIN_TABLE_WORDS = 100
"""A section of fewer words has no room for one."""
_SHORTER_SHARE = 0.5

TASK = """\
task: answer the numbered questions in sections, one each and in their order, from the pages \
alone, as an analyst would for a demanding reader, in {language}, each of at most {words} words: \
all that answers it, the rarer the better, from every page that has some, and nothing to fill
- connected prose: paragraphs that each make one point, the answer itself first, sentences \
following from one another. Compare sources, order events in time, count, say what follows; name \
who says what is an opinion, a forecast or disputed; keep "may" and "not"{style}
{weigh}- give what one needs to follow, where the pages have it: what a thing is and who a person \
is, at first mention; where, since when, why it matters; a change in points and in percent; what \
figures can't show (who was asked is not who is affected)
- be plain: what it means first, then at most two or three figures in a sentence, each called what \
it is (a total, a rate, a share), those to be compared side by side, like with like; to be read \
aloud; of "the sources", not "the pages"
- be specific: names, numbers, units, and when, by the page's date where it says \
"on Monday" or "last year"; pages over three months older than today tell what was so then: past \
tense, and as of when; "first", "most" and the like only where a page says so
- no aside that the query has no use for, nor another story of the same page; each fact and figure \
once: what comes later, in its section or another, goes on from it in words ("that rate"). {lacking}
- on a page of quotations, see from all of it whether a name stands before or after its own words
- "cites": the numbers of the 1 to {cites} sentences of pages that a sentence is from; none in its \
text
- the rule, by which what fails is struck out: every number, date and name stands in the \
paragraphs of what is cited, their titles, dates or sites, or is computed from figures there, and \
a careful reader of those agrees with all of it
{heading}{opening}{table}- "computed": each figure that you compute, round or put plainly ("one \
in 80", "27 in 1,000"): [{{"result": "as the sentence has it", "inputs": ["as the pages have \
them"], "op": "..."}}]
- answer with JSON: {{"sections": [{{"question": 1, "paragraphs": [{{"sentences": \
[{{"text": "...", "cites": [3, 17]}}]}}], "missing": ""{heading_form}}}]{form}{table_form}, \
"computed": []}}"""
TABLE = """\
- "tables": for each section on which the pages give the same two or more measures of two or more \
things (before and after, one maker and another, one estimate and another), one that has them side \
by side, by the same rule, and of before and after the change; none where sentences, which give \
the figure that answers, give it all; else []. \
[{"question": 1, "columns": ["Before", "After"], "rows": [{"name": "Price", "cells": [{"text": \
"$9", "cites": [4]}, {"text": "$12", "cites": [9]}]}]}]: 2 to 4 columns, 2 to 6 rows; a cell is a \
few words or a figure, its unit and "million" in the cell, not the column's name; "" where they \
don't say
"""
HEADING = """\
- "heading": of a section that answers several questions, 2 to 6 words that name the subject of \
them all, not a question, else ""; its "missing" asks what of them the pages have nothing on
"""
WEIGH = """\
- weigh several explanations or outcomes: which of them the pages speak for most, who says so, on \
what grounds, what speaks against it; where sources differ; how much rests on one
"""
GROUNDS = """\
- of several explanations or outcomes whose each is, on what grounds, what speaks against it; \
which is likeliest stands in the answer alone
"""
"""Where the beginning weighs them."""
_HEADING_FORM = ', "heading": ""'
_TABLE_FORM = ', "tables": []'
LACKING = 'What they lack goes into "missing" alone, as a question, else ""'
LACKING_ALL = """\
Where they have nothing on it, "missing" asks for it, else it is ""; of what they lack no sentence \
speaks"""
"""Where the beginning tells what they lack."""
ASSESSMENT = f"""\
- "assessment": at most {MAX_ASSESSMENT} sentences on what it all comes to, which no sentence \
above says: which finding weighs most, what explains what, what follows for who asks, how far the \
sources carry that (one side's word, at second hand, a single case); no fact or figure again, no \
platitude, each citing what it rests on; [] where nothing follows
"""
OPENING = f"""\
- then what the report begins with, read before the sections, so that it introduces whom and what \
it names, too; in sentences of its own, none of the sections', each from 1 to {MAX_SUMMARY_CITES} \
sentences of pages, by the same rule
- "answers": to each numbered part of the query one to {MAX_SENTENCES} sentences that answer it \
outright, the answer itself in the first words, with its names, figures \
and dates, drawing together what the sections say, and of several reasons or outcomes which is \
likeliest, no two the same; none where the pages don't. The first has one figure or pair of \
figures at most; none says where a finding was published, unless asked. \
"missing": what the part itself asks and they don't say, as a question, or "", not what else one \
may ask
- "uncertain": at most {MAX_UNCERTAIN} sentences on what the pages leave open or differ on \
(disputed, estimated, said by one side alone), and why, or []; two measures of two things do not \
differ; nothing of the answer again. A section that comes to it says that it is open, and not \
again how
{ASSESSMENT}\
- "title": the main finding, not the subject, in at most 12 words; "title_cites": what it is from
- "open_questions": at most {MAX_OPEN_QUESTIONS}, short, that a reader still has and no \
"missing" or "uncertain" has
"""
_OPENING_FORM = """, "answers": [{"part": 1, "sentences": [...], "missing": ""}], "uncertain": \
[...], "assessment": [...], "title": "...", "title_cites": [5], "open_questions": ["..."]"""


@dataclass(frozen=True, slots=True)
class ReportText:
    """What was written in one call."""

    sections: Mapping[int, WrittenSection]
    """By the place of the question among those asked."""
    computed: tuple[Computation, ...] = ()
    opening: WrittenOpening | None = None
    """What the report begins with, where that was asked for and written."""


async def write_sections(
    brief: Brief,
    questions: Sequence[Question],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    *,
    words: int,
    model: LanguageModel,
    on_text: Callable[[str], None] | None = None,
    parts: Sequence[str] = (),
    may_have_tables: bool = True,
) -> ReportText:
    """At most about `words` words for each of `questions` from `passages`.

    A question that the model passes over has no section. Where the `parts` of the query are given,
    the model is asked for what the report begins with, too. `on_text` is called with each piece as
    it is written. Where all passages are too much for the model to answer a single question, the
    better half is tried, once. Where no tables may be there, none is asked for, and one that is
    written all the same is left out. Raises `ModelError`.
    """
    ask = partial(
        _write,
        brief,
        questions,
        sources=sources,
        words=words,
        model=model,
        on_text=on_text,
        parts=parts,
        may_have_tables=may_have_tables,
    )
    try:
        return await ask(passages)
    except ContextOverflowError:
        fewer = passages[: ceil(_SHORTER_SHARE * len(passages))]
        if len(questions) > 1 or len(fewer) == len(passages):
            raise
        return await ask(fewer)


async def _write(
    brief: Brief,
    questions: Sequence[Question],
    passages: Sequence[Passage],
    *,
    sources: Mapping[int, Source],
    words: int,
    model: LanguageModel,
    on_text: Callable[[str], None] | None,
    parts: Sequence[str],
    may_have_tables: bool,
) -> ReportText:
    has_table = may_have_tables and (words >= MIN_TABLE_WORDS or brief.style is Style.TABLE)
    has_joined = any(one.kind is QuestionKind.JOINED for one in questions)
    # Where one call answers all questions of the plan, these tell the plan.
    is_whole = tuple(one.heading for one in questions) == brief.headings
    prompt = evidence_prompt(replace(brief, headings=()) if is_whole else brief, passages, sources)
    language = language_name(brief.language, "the language of the query")
    blocks = [quote_data("questions", _numbered(one.text for one in questions), prompt.mark)]
    if parts:
        blocks.append(quote_data("parts of the query", _numbered(parts), prompt.mark))
    task = TASK.format(
        language=language,
        words=words,
        cites=MAX_CITES,
        style=style_rule(brief.style),
        weigh=GROUNDS if parts else WEIGH,
        lacking=LACKING_ALL if parts else LACKING,
        heading=HEADING if has_joined else "",
        heading_form=_HEADING_FORM if has_joined else "",
        table=TABLE if has_table else "",
        table_form=_TABLE_FORM if has_table else "",
        opening=OPENING if parts else "",
        form=_OPENING_FORM if parts else "",
    )
    each = _TOKENS_PER_WORD * words + (_TOKENS_OF_TABLE if has_table else 0)
    room = _BASE_TOKENS + each * len(questions)
    answer = await model.ask(
        ModelCall(
            purpose="write",
            instructions=prompt.instructions,
            material=prompt.material(*blocks, task),
            answer=_form(has_opening=bool(parts), has_joined=has_joined),
            max_answer_tokens=room + (_room_of_opening(len(parts)) if parts else 0),
        ),
        on_text,
    )
    written = answer.value
    return ReportText(
        with_tables(
            by_question(written.sections, len(questions)),
            written.tables if may_have_tables else (),
        ),
        written.computed,
        opening_of(written, len(parts)) if isinstance(written, WrittenReport) else None,
    )


def _form(*, has_opening: bool, has_joined: bool) -> type[WrittenReport] | type[WrittenSections]:
    """The form of the answer, in which headings stand only where they are asked for."""
    if has_opening:
        return HeadedReport if has_joined else WrittenReport
    return HeadedSections if has_joined else WrittenSections


def _numbered(texts: Iterable[str]) -> str:
    """`texts` from 1, each on a line."""
    return "\n".join(f"{number}. {' '.join(one.split())}" for number, one in enumerate(texts, 1))


def _room_of_opening(parts: int) -> int:
    return _TOKENS_OF_OPENING + _TOKENS_PER_PART * parts

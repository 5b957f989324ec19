"""What a report warns of, and leaves open: questions without an answer, sources read in part."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from research.domain.claim import ASKS, AnswerStatus, Draft
from research.domain.question import Question, QuestionKind
from research.domain.request import ResearchRequest
from research.domain.request_bounds import DEFAULT_STYLE, Style
from research.domain.source import EARLIER_SOURCES, SearchHit, Source
from research.pipeline.answer import Answer
from research.pipeline.opening_answers import UNCERTAIN
from research.text.cleaning import clean_line
from research.text.prompts.quoting import instructs_model
from research.text.questions.distinct_questions import distinct_questions, is_question
from research.text.terms import terms, word_count
from research.web.canonical_urls import canonical_url

NOT_ANSWERED = "The sources read do not answer the query."
MAY_NOT_ANSWER = "It is not certain that the sources read answer the query."
ONLY_NEAR = "What is quoted of them is only near it."
MAX_MISSING_CHARACTERS = 300
MAX_PARTS = 10
"""Parts of a source that a warning names."""
MAX_PART_CHARACTERS = 200
SAME_SHARE = 0.6
"""Of a question's terms: what is said to be missing and has so many of them answers why it is
open, and who reads both reads one thing twice."""
_MIN_SAME_TERMS = 2
DOUBTED_SHARE = 0.75
"""As above, of what is said to be uncertain: how large a fine will be is another question than
whether there will be one."""
_MIN_DOUBTED_TERMS = 3
_BETWEEN_QUESTIONS = re.compile(rf"(?<=[{''.join(ASKS)}])\s")
SENTENCE_WORDS = 30
"""With less room than most sentences need, it may be for that alone that none was written."""


def style_unused(style: Style) -> tuple[str, ...]:
    """A warning for a report in its sources' own words, where another `style` was asked for."""
    if style is DEFAULT_STYLE:
        return ()
    return (f"The style {style} is not used: without a model a report is in its sources' words.",)


def clarification_unasked(request: ResearchRequest) -> tuple[str, ...]:
    """A warning for a report that no model had a part in, where one might have asked back."""
    if not request.clarify:
        return ()
    return ("Nothing was asked back: whether a question is vague is judged by a model alone.",)


def unanswered(questions: Sequence[Question], draft: Draft, max_words: int) -> tuple[str, ...]:
    """Warnings that name each question that has no section in `draft`, of at most `max_words`.

    "In figures" and the like are no questions, and may stay away; of the asker's own, the answer
    at the top tells, where there is one.
    """
    answered = {section.question for section in draft.sections}
    if draft.answer and all(one.status is AnswerStatus.NOT_FOUND for one in draft.answer):
        if any(one.may_answer for one in draft.answer):
            return (MAY_NOT_ANSWER,)
        return (f"{NOT_ANSWERED} {ONLY_NEAR}" if any(draft.claims) else NOT_ANSWERED,)
    missing = [question for question in questions if question.heading not in answered]
    left = max_words - sum(word_count(claim.printed) for claim in draft.claims)
    warnings = [
        _unanswered(question, max_words, is_full=left < SENTENCE_WORDS)
        for question in missing
        if question.kind is QuestionKind.ASKED and not draft.answer
    ]
    return tuple(warnings)


def _unanswered(question: Question, max_words: int, *, is_full: bool) -> str:
    if is_full:
        return (
            f"“{question.heading}” has no section of its own: {max_words} words had no room for"
            " more, and what is said fits the other sections better."
        )
    return (
        f"No sentence was found that answers “{question.heading}” rather than the other questions."
    )


def unwritten(answers: Sequence[Answer], draft: Draft) -> tuple[str, ...]:
    """Warnings that name each question that a model did not answer, or only in part, and why.

    Also those that it answered and that have no section in `draft` all the same. Those that nothing
    was read about stand among the open questions, with what sections leave open.
    """
    warnings = []
    headed = {section.question for section in draft.sections}
    for one in (one for one in answers if one.passages):
        heading = one.question.heading
        error = one.error.rstrip(".")  # a server's words may end as ours do
        missing = _missing(one)
        if one.is_silent:
            told = f" {missing}." if missing and not missing.endswith(ASKS) else ""
            warnings.append(f"“{heading}” has no section: what was read does not answer it.{told}")
        elif not one.claims:
            why = error or "nothing that it wrote held"
            warnings.append(f"“{heading}” is answered in the sources' own words alone: {why}.")
        elif error:
            warnings.append(f"“{heading}” is answered in part: {error}.")
        elif heading not in headed:
            warnings.append(
                f"“{heading}” has no section: other sections say what answers it, or there is no"
                " room."
            )
    return tuple(warnings)


def _missing(one: Answer) -> str:
    """What its question asks and the pages don't say, in the model's words; empty: nothing."""
    why = clean_line(one.missing, MAX_MISSING_CHARACTERS).rstrip(".")
    return "" if instructs_model(why) else why


def open_questions(
    asked: Iterable[str], answers: Sequence[Answer], draft: Draft
) -> tuple[str, ...]:
    """Each planned question that nothing was found about, what sections leave open, and what of
    `asked` is a question, another one, and not of what is said to be uncertain.

    None of `answers` that has a section in `draft`, in whosever words, is said to be without an
    answer.
    """
    headed = {section.question for section in draft.sections}
    unread = [
        one.question for one in answers if not one.passages and one.question.heading not in headed
    ]
    written = [one for one in answers if one.claims and one.question.heading in headed]
    told = [left_open for one in written for left_open in _left_open(one)]
    doubts = [claim.text for one in draft.sections if one.question == UNCERTAIN
              for claim in one.claims]  # fmt: skip
    others = [
        one
        for one in asked
        if is_question(one)
        and not any(_asks_for(one, missing) for missing in told)
        and not any(_asks_for(one, doubt, DOUBTED_SHARE, _MIN_DOUBTED_TERMS) for doubt in doubts)
    ]
    known = [one.text for one in unread]
    return (
        *(f"“{one}”: nothing about it was found in the pages read." for one in known),
        *distinct_questions([*told, *others], known=known),
    )


def _left_open(one: Answer) -> list[str]:
    """What its section leaves open, question by question. What its writer states instead is told of
    a section that answers several, for its heading asks for all of them.
    """
    missing = _missing(one)
    if missing.endswith(ASKS):
        return _BETWEEN_QUESTIONS.split(missing)
    is_joined = one.question.kind is QuestionKind.JOINED
    return [f"“{one.question.heading}”: {missing}."] if missing and is_joined else []


def _asks_for(
    question: str, told: str, share: float = SAME_SHARE, least: int = _MIN_SAME_TERMS
) -> bool:
    """Whether `question` asks for what is `told` to be missing or uncertain."""
    wanted, said = set(terms(question)), set(terms(told))
    return len(wanted & said) >= max(least, share * len(wanted))


def found_by_memory(
    rankings: Sequence[Sequence[SearchHit]], sources: Sequence[Source]
) -> tuple[str, ...]:
    """A warning that numbers the sources that only the search of earlier jobs found, if any.

    `rankings` are the results of all searches, as `SearchOutcome` has them.
    """
    by_memory: set[str] = set()
    by_others: set[str] = set()
    for hit in (hit for ranking in rankings for hit in ranking):
        is_memory = hit.provider == EARLIER_SOURCES
        (by_memory if is_memory else by_others).add(canonical_url(hit.url))
    only_memory = [s for s in sources if canonical_url(s.url) in by_memory - by_others]
    if not only_memory:
        return ()
    numbers = ", ".join(str(source.id) for source in only_memory)
    count = f"{len(only_memory)} of the {len(sources)} sources ({numbers})"
    return (f"{count} came from what earlier jobs read, and from no search.",)


def read_in_part(sources: Sequence[Source]) -> tuple[str, ...]:
    """A warning for each of `sources` that names the parts of it that were not read, and why."""
    return tuple(_in_part(source) for source in sources if source.left_out)


def _in_part(source: Source) -> str:
    name = unquote(urlsplit(source.url).path.rpartition("/")[2]) or source.url
    parts = "; ".join(clean_line(part, MAX_PART_CHARACTERS) for part in source.left_out[:MAX_PARTS])
    more = len(source.left_out) - MAX_PARTS
    return f"{clean_line(name, 100)} ({source.id}) was read without some of its parts: {parts}" + (
        f"; and {more} more." if more > 0 else "."
    )

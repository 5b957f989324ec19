"""Asks a model which questions to research: at first, and again for what is still missing.

Each answer is checked: a question that repeats another, or gives a model orders, is left out.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from research.domain.claim import Claim
from research.domain.model_call import ModelCall, cut_to
from research.domain.question import MAX_PLANNED_CHARACTERS, Question, QuestionKind, WrittenHeading
from research.domain.source import SearchHit
from research.domain.value import Value
from research.ports import LanguageModel
from research.stages.plan.headings import heading_of
from research.stages.plan.whole_questions import whole_question
from research.text.cleaning import clean_line
from research.text.prompts.quoting import (
    DATA_RULE,
    instructs_model,
    language_name,
    mark_for,
    quote_data,
    quote_request,
)
from research.text.questions.distinct_questions import thing_asked
from research.text.terms import terms
from research.text.terms import words as text_words

MAX_TITLES = 8
MAX_PLAN_TOKENS = 700
MAX_GAPS = 3
MAX_GAP_CLAIMS = 60
MAX_GAP_TOKENS = 400
MAX_CLARIFICATION_TOKENS = 150
SAME_QUESTION = 0.8
"""Two questions are the same when the shorter shares so many of its terms with the other."""
MAX_QUESTION_WORDS = 20
"""Models count words, not characters: the most that are taken have room for these."""
_TITLE_CHARACTERS = 90
_ASKING = frozenset("what which how when where why who whose whom".split())
_QUERY_LANGUAGE = "the language of the query"

PLAN_INSTRUCTIONS = """\
task: plan a research report on the user's query, given the titles that a first search found
- write 3 to 5 questions, each answered by a section of the report, at least one for each part of \
the query: specific, not overlapping, the most important first, such as the titles show can be \
answered, of at most {words} words
- give each one or two short web search queries
- and a heading: 2 to 6 words that name its subject, not a question
- write in {language}
{data_rule}
- answer with JSON: {{"questions": [{{"question": "...", "queries": ["..."], "heading": \
"..."}}]}}"""

GAP_INSTRUCTIONS = """\
task: name what a demanding reader of a research report would still miss, given its claims
- at most {gaps} questions, that other web pages could answer, each of at most {words} words, with \
one short search query and a heading: 2 to 6 words that name its subject, not a question
- ask too where the claims contradict each other, and where what matters most is said by one \
source alone
- return an empty list when nothing important is missing
- write in {language}
{data_rule}
- answer with JSON: {{"gaps": [{{"question": "...", "queries": ["..."], "heading": "..."}}]}}"""


CLARIFY_INSTRUCTIONS = """\
task: decide whether the user's query is too vague to be researched well, given the titles that a \
first search found
- it is where it may mean quite different things, or where what the user is after can't be told: \
ask then the one question whose answer would help most, short, naming the likeliest choices
- it is not where a report would serve whatever is meant, or one reading is far likelier than the \
others: return "" then
- write in {language}
{data_rule}
- answer with JSON: {{"clarifying_question": "..."}}"""


class PlannedQuestion(Value):
    """One question as the model wrote it, and what to search for it."""

    question: Annotated[
        str,
        BeforeValidator(whole_question),
        StringConstraints(min_length=1, max_length=MAX_PLANNED_CHARACTERS),
    ]
    queries: tuple[
        Annotated[str, cut_to(60), StringConstraints(min_length=1, max_length=60)], ...
    ] = Field(min_length=1, max_length=2)
    heading: WrittenHeading = ""
    """Its subject in a few words; empty: the question is its own heading."""


class PlannedQuestions(Value):
    """The model's answer when it plans."""

    questions: tuple[PlannedQuestion, ...] = Field(min_length=3, max_length=5)


class Clarification(Value):
    """The model's answer when it may ask back; empty: it need not."""

    clarifying_question: Annotated[str, cut_to(200), StringConstraints(max_length=200)] = ""


class Gaps(Value):
    """The model's answer when it names what is missing."""

    gaps: tuple[PlannedQuestion, ...] = Field(max_length=MAX_GAPS)


async def ask_for_questions(
    query: str,
    hits: Sequence[SearchHit],
    model: LanguageModel,
    language: str,
    taken: Collection[str] = (),
) -> list[Question]:
    """At most five questions under `query`, none of which asks all of it, none under a heading that
    is `taken`. Raises `ModelError`.
    """
    instructions, material = _prompt(PLAN_INSTRUCTIONS, query, "titles", _titles(hits), language)
    answer = await model.ask(
        ModelCall(
            purpose="plan",
            instructions=instructions,
            material=material,
            answer=PlannedQuestions,
            max_answer_tokens=MAX_PLAN_TOKENS,
            is_small=True,
        )
    )
    parts = [one for one in answer.value.questions if not _asks_all(one.question, query)]
    return _new_questions(parts, (), query, taken)


async def ask_for_clarification(
    query: str, hits: Sequence[SearchHit], model: LanguageModel, language: str
) -> str:
    """What to ask the user back; empty where `query` is clear enough. Raises `ModelError`."""
    instructions, material = _prompt(CLARIFY_INSTRUCTIONS, query, "titles", _titles(hits), language)
    answer = await model.ask(
        ModelCall(
            purpose="plan",
            instructions=instructions,
            material=material,
            answer=Clarification,
            max_answer_tokens=MAX_CLARIFICATION_TOKENS,
            is_small=True,
        )
    )
    question = clean_line(answer.value.clarifying_question)
    is_asked = any(map(str.isalnum, question)) and not instructs_model(question)
    return question if is_asked else ""


async def ask_for_gaps(
    query: str,
    questions: Sequence[Question],
    claims: Sequence[Claim],
    model: LanguageModel,
    language: str,
    taken: Collection[str] = (),
) -> tuple[Question, ...]:
    """Questions that `claims` leave open and none of `questions` asks, none under a heading that is
    `taken`. Raises `ModelError`.

    Where there is no room for all claims, sentences go before the cells of tables: those of one
    section would crowd out what others say.
    """
    first = sorted(claims, key=lambda claim: claim.cell is not None)[:MAX_GAP_CLAIMS]
    listed = "\n".join(f"- {claim.text} ({_support(claim)})" for claim in first)
    instructions, material = _prompt(GAP_INSTRUCTIONS, query, "claims", listed, language)
    answer = await model.ask(
        ModelCall(
            purpose="plan",
            instructions=instructions,
            material=material,
            answer=Gaps,
            max_answer_tokens=MAX_GAP_TOKENS,
        )
    )
    return tuple(_new_questions(answer.value.gaps, questions, query, taken))


def _prompt(
    instructions: str, query: str, kind: str, listed: str, language: str
) -> tuple[str, str]:
    """The instructions filled in, and the material: the query, and what of `kind` is listed."""
    mark = mark_for([query, listed])
    filled = instructions.format(
        gaps=MAX_GAPS,
        words=MAX_QUESTION_WORDS,
        language=language_name(language, _QUERY_LANGUAGE),
        data_rule=DATA_RULE.format(mark=mark),
    )
    return filled, f"{quote_request('query', query, mark)}\n{quote_data(kind, listed, mark)}"


def _titles(hits: Sequence[SearchHit]) -> str:
    return "\n".join(f"- {clean_line(hit.title, _TITLE_CHARACTERS)}" for hit in hits[:MAX_TITLES])


def _support(claim: Claim) -> str:
    count = len({citation.source for citation in claim.citations})
    return f"{count} sources" if count > 1 else "1 source"


def _new_questions(
    planned: Iterable[PlannedQuestion],
    known: Sequence[Question],
    query: str,
    taken: Collection[str],
) -> list[Question]:
    """The questions of `planned` that ask none of `known` again, nor each other."""
    asked = [one.text for one in known]
    questions: list[Question] = []
    for one in planned:
        if not terms(one.question) or instructs_model(one.question):
            continue
        if not any(_is_same_question(one.question, other) for other in asked):
            asked.append(one.question)
            headed = {other.heading.casefold() for other in (*known, *questions)}
            questions.append(_as_question(one, query, headed.union(taken)))
    return questions


def _asks_all(question: str, query: str) -> bool:
    """Whether `question` is the query itself: what lacks a word of it asks a part of it, and so
    does "why" where the query asks "when and why".
    """
    words, asked = set(terms(question)), set(terms(query))
    is_alike = asked <= words and len(asked) >= SAME_QUESTION * len(words)
    return is_alike and _asking_words(query) <= _asking_words(question)


def _asking_words(text: str) -> set[str]:
    return {word for word in map(str.casefold, text_words(text)) if word in _ASKING}


def _is_same_question(one: str, other: str) -> bool:
    """Whether both have nearly the same terms and ask for the same of them: "when did it sink" is
    another question than "why did it sink".
    """
    words, others = set(terms(one)), set(terms(other))
    is_alike = len(words & others) >= SAME_QUESTION * min(len(words), len(others) or 1)
    return is_alike and thing_asked(one) == thing_asked(other)


def _as_question(planned: PlannedQuestion, query: str, taken: Collection[str]) -> Question:
    """`planned` as a question of the report; `query` is searched where it names no search.

    Its heading is the model's where that is one, and not among those `taken`.
    """
    text = clean_line(planned.question)
    return Question(
        text=text,
        search_query=clean_line(planned.queries[0]) or query,
        more_queries=tuple(filter(None, map(clean_line, planned.queries[1:]))),
        heading=heading_of(planned.heading, taken) or text,
        kind=QuestionKind.PLANNED,
    )

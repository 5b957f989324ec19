"""Has a model say more of an analysis in one small call: how names are related, what topics are
called, what to ask next. What it says counts as far as the sources' own sentences carry it.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations

from research.domain.analysis.analysis import Analysis, Topic
from research.domain.analysis.entities import Entity
from research.domain.claim import Citation
from research.domain.model_call import ModelCall
from research.domain.source import Source
from research.ports import LanguageModel
from research.stages.analyse.material import reported_sentences
from research.stages.analyse.model_checks import SaidAnalysis, place_of, with_said
from research.text.prompts.quoting import DATA_RULE, mark_for, quote_data, quote_request
from research.text.terms import terms

MAX_ENTITIES = 12
MAX_SENTENCES = 16
MAX_PER_PAIR = 2
MAX_SENTENCE_CHARACTERS = 2_000
"""Of all sentences: with the rest of the prompt some 1,000 tokens, a tenth of a report's."""
MAX_ANSWER_TOKENS = 700

INSTRUCTIONS = """\
task: say more about what the sources of a research report have in them. You get the query, names, \
topics (words that go together) and sentences of the sources, each numbered
- "relationships": which of the names are related as one sentence states, at most 8: numbers of \
subject and object, the number of the sentence, which names both, and "relation", the verb or \
role in that sentence's own words, such as "acquires" or "is chief executive of"; nothing that is \
denied, supposed or planned
- "topics": for each topic a name of 2 to 5 words, made of its words and of words of the sentences
- "questions": up to 4 questions that whoever read an answer to the query would ask next, each to \
be understood alone, in one sentence, about what the query does not ask; no name and no number \
that is not given here
{data_rule}
- answer with JSON: {{"relationships": [{{"subject": 1, "relation": "...", "object": 2, \
"sentence": 3}}], "topics": [{{"topic": 1, "name": "..."}}], "questions": ["..."]}}"""


async def read_more(
    query: str, found: Analysis, sources: Sequence[Source], model: LanguageModel
) -> Analysis:
    """`found` with what `model` adds to it and the sources carry. Raises `ModelError`.

    It is not asked where there is nothing to tell it: no name that is near another, no topic.
    """
    entities = found.entities[:MAX_ENTITIES]
    sentences = await asyncio.to_thread(_sentences, query, entities, found.topics, sources)
    if not sentences:
        return found
    texts = [one.quote for one in sentences]
    mark = mark_for([query, *texts, *(one.name for one in entities)])
    answer = await model.ask(
        ModelCall(
            purpose="analyse",
            instructions=INSTRUCTIONS.format(data_rule=DATA_RULE.format(mark=mark)),
            material="\n".join(
                (
                    quote_request("query", query, mark),
                    quote_data("names", _numbered(f"{e.name} ({e.kind})" for e in entities), mark),
                    quote_data("topics", _numbered(map(_words_of, found.topics)), mark),
                    quote_data("sentences", _numbered(texts), mark),
                )
            ),
            answer=SaidAnalysis,
            max_answer_tokens=MAX_ANSWER_TOKENS,
            is_small=True,
        )
    )
    return with_said(query, found, answer.value, sentences, sources)


def _sentences(
    query: str, entities: Sequence[Entity], topics: Iterable[Topic], sources: Sequence[Source]
) -> list[Citation]:
    """Sentences that name two of `entities`, few of each two; then those of `topics`, as many as
    there is room for.
    """
    kept: dict[tuple[int, int], Citation] = {}
    room = MAX_SENTENCE_CHARACTERS
    for one in chain(
        _near(query, entities, sources), (p for topic in topics for p in topic.passages)
    ):
        place = one.source, one.start
        if place not in kept and len(one.quote) <= room and len(kept) < MAX_SENTENCES:
            kept[place] = one
            room -= len(one.quote)
    return [*kept.values()]


def _near(query: str, entities: Sequence[Entity], sources: Sequence[Source]) -> Iterator[Citation]:
    """Sentences of which each names two of `entities` that few sentences before it do."""
    times: Counter[tuple[str, str]] = Counter()
    for sentence in reported_sentences(sources, frozenset(terms(query))):
        if len(sentence.text) > MAX_SENTENCE_CHARACTERS // 5:
            continue
        named = [one.name for one in entities if place_of(one, sentence.text) >= 0]
        pairs = [pair for pair in combinations(named, 2) if times[pair] < MAX_PER_PAIR]
        if pairs:
            times.update(pairs)
            yield sentence.citation


def _numbered(lines: Iterable[str]) -> str:
    return "\n".join(f"{number}. {' '.join(line.split())}" for number, line in enumerate(lines, 1))


def _words_of(topic: Topic) -> str:
    return ", ".join(topic.words)

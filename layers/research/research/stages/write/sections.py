"""Lays out a report of chosen sentences: key findings, then a section for each question."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from research.domain.claim import Claim, Draft, Section
from research.domain.question import ASPECTS, Question, QuestionKind
from research.stages.write.sentence_choice import ScoredSentence
from research.text.source_sentences import Sentence
from research.text.standing.context import needs_context
from research.text.terms import terms

if TYPE_CHECKING:
    from research.ports import Matrix

MAX_KEY_FINDINGS = 5
FINDINGS_SHARE = 0.2
_FINDING_STANDALONE = 0.6
_FINDING_TERMS = 7
"""With fewer, a sentence has hardly more to say than what was asked."""
_FINDINGS_PER_SOURCE = 2
_SAME_FINDING = 0.5
_WITH_FIGURE = 1.25
"""The factor on the worth of a finding that has a figure."""
_TERMS_WEIGHT = 0.5
_SMALLEST_SECTION = 2
_ANSWERS_FIRST = 1 / 3
"""So much of what is said in sections is kept for the questions asked, whatever else it fits."""
_CUE_BONUS = 0.05
_OF_THE_REST = 0.25
"""What is less near to every question that was asked goes to the rest."""
_CUES = {
    QuestionKind.NEXT: re.compile(
        r"\b(?:will|won['’]t|would|plans? to|planned to|planning to|(?:is|are) (?:expected|due|set"
        r"|scheduled|likely) to|aims? to|intends? to|hopes? to|proposed|proposes|next (?:week|month"
        r"|year|decade|spring|summer|autumn|fall|winter)|by 20\d\d)\b",
        re.IGNORECASE,
    ),
    QuestionKind.VOICES: re.compile(
        r"[“\"][^”\"]{20,}[”\"]|\b(?:said|says|told|warned|argued|tweeted|wrote|added"
        r"|according to(?! (?:[\w’'-]{1,20} ){0,3}(?:data|figures|statistics|records?|documents?"
        r"|filings?|website|survey)\b)|criticis|criticiz|called (?:it|for|the))\b",
        re.IGNORECASE,
    ),
    QuestionKind.FIGURES: re.compile(
        r"[$€£¥₹]\s?\d|\d\s?(?:%|per ?cent|percent|million|billion|trillion|tons?|tonnes|kg|km"
        r"|miles|met(?:er|re)s?|feet|pounds|euros?|dollars|degrees|times|hours|people|points)\b"
        r"|\d,\d{3}\b|\d\.\d",
        re.IGNORECASE,
    ),
    QuestionKind.BACKGROUND: re.compile(
        r"\b(?:because|due to|caused|led to|blamed|owing to|since|ago|previously|formerly|founded"
        r"|originally|earlier|history|historically|had been|used to|in (?:19|20)\d\d|last year)\b",
        re.IGNORECASE,
    ),
}
"""What belongs in the sections that any subject may have. What has several goes to the first of the
plan's; what has none goes to a question that was asked, or to the rest."""


@dataclass(frozen=True, slots=True, eq=False)
class ChosenSentences:
    """The sentences that make the report, those of most worth first, each with its vector."""

    weighed: Sequence[ScoredSentence]
    vectors: "Matrix"

    @property
    def sentences(self) -> list[Sentence]:
        """The sentences alone."""
        return [found.sentence for found in self.weighed]


def lay_out(
    title: str,
    questions: Sequence[Question],
    question_vectors: "Matrix",
    chosen: ChosenSentences,
    claims: Mapping[Sentence, Claim],
    first: Sequence[Claim] = (),
) -> Draft:
    """The draft made of `chosen`, each sentence with its claim in `claims`.

    `first` are key findings that are known already; others follow where there is room for them.
    """
    findings = _findings(chosen.weighed, frozenset(terms(title)))[: MAX_KEY_FINDINGS - len(first)]
    groups = _by_question(title, questions, question_vectors, chosen, findings)
    sections = tuple(
        Section(question=question.heading, claims=tuple(claims[s] for s in _in_order(group)))
        for question, group in zip(questions, groups, strict=True)
        if group
    )
    return Draft(
        title=title, key_findings=(*first, *(claims[s] for s in findings)), sections=sections
    )


def _findings(weighed: Sequence[ScoredSentence], asked: frozenset[str]) -> list[Sentence]:
    """The sentences nearest to the query that stand alone, of several sources, each on its own.

    A reader of the first lines knows the terms that were `asked`, and no page's title.

    Their factor ranks them, not the order in which they were chosen: first come those that say
    most, and what says most is not always the answer.
    """
    wanted = max(1, min(MAX_KEY_FINDINGS, round(FINDINGS_SHARE * len(weighed))))
    ranked = sorted(weighed, key=lambda found: -found.factor * _figure_factor(found.sentence))
    taken: Counter[int] = Counter()
    findings: list[Sentence] = []
    for sentence in (found.sentence for found in ranked):
        if (
            len(findings) < wanted
            and sentence.standalone > _FINDING_STANDALONE
            and len(sentence.terms) >= _FINDING_TERMS
            and taken[sentence.source] < _FINDINGS_PER_SOURCE
            and not needs_context(sentence.text, asked)
            and not any(_overlap(sentence, other) > _SAME_FINDING for other in findings)
        ):
            taken[sentence.source] += 1
            findings.append(sentence)
    others = [found.sentence for found in ranked]
    plain = [sentence for sentence in others if not needs_context(sentence.text, asked)]
    return findings or plain[:wanted] or others[:wanted]


def _figure_factor(sentence: Sentence) -> float:
    return _WITH_FIGURE if _CUES[QuestionKind.FIGURES].search(sentence.text) else 1.0


def _overlap(one: Sentence, other: Sentence) -> float:
    smaller = min(len(one.terms), len(other.terms)) or 1
    return len(one.terms & other.terms) / smaller


def _by_question(
    title: str,
    questions: Sequence[Question],
    question_vectors: "Matrix",
    chosen: ChosenSentences,
    findings: Sequence[Sentence],
) -> list[list[Sentence]]:
    """For each question, the sentences that answer it rather than another.

    No section has the report's title for its heading, and none has one sentence: those of what is
    too small go to the rest.
    """
    sentences = chosen.sentences
    scores = chosen.vectors @ question_vectors.T + _TERMS_WEIGHT * _shared_terms(questions, chosen)
    rows = [row for row, sentence in enumerate(sentences) if sentence not in findings]
    _score_aspects(scores, questions, sentences, rows)
    left = [n for n, one in enumerate(questions) if terms(one.heading) != terms(title)]
    left = left or list(range(len(questions)))
    while True:
        groups: list[list[Sentence]] = [[] for _ in questions]
        for row in rows:
            groups[left[int(np.argmax(scores[row, left]))]].append(sentences[row])
        small = [q for q in left if 0 < len(groups[q]) < _SMALLEST_SECTION]
        if not small or len(left) == 1:
            return groups
        left.remove(next((q for q in small if questions[q].kind in _CUES), small[0]))


def _score_aspects(
    scores: "Matrix",
    questions: Sequence[Question],
    sentences: Sequence[Sentence],
    rows: Sequence[int],
) -> None:
    """Score what has the cue of an aspect a little above its best question, and the rest below."""
    asked = [n for n, question in enumerate(questions) if question.kind not in ASPECTS]
    first = set(rows[: round(_ANSWERS_FIRST * len(rows))]) if len(asked) > 1 else set()
    for number, question in enumerate(questions):
        if question.kind is QuestionKind.REST:
            scores[:, number] = _OF_THE_REST
        elif question.kind in ASPECTS:
            cue = _CUES[question.kind]
            for row in rows:
                fits = row not in first and cue.search(sentences[row].text)
                best = max([_OF_THE_REST, *scores[row, asked]])
                scores[row, number] = best + _CUE_BONUS if fits else -1.0


def _shared_terms(questions: Sequence[Question], chosen: ChosenSentences) -> "Matrix":
    """The share of a question's own terms, those that not every question has, in each sentence."""
    asked = [set(terms(question.text)) for question in questions]
    common = set.intersection(*asked) if len(asked) > 1 else set()
    own = [terms_of_one - common for terms_of_one in asked]
    rows = [
        [len(of_question & sentence.terms) / (len(of_question) or 1) for of_question in own]
        for sentence in chosen.sentences
    ]
    return np.array(rows, dtype=np.float32).reshape(len(chosen.weighed), len(questions))


def _in_order(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of a source together and in its order; the best sentence's source first."""
    first_seen: dict[int, int] = {}
    for position, sentence in enumerate(sentences):
        first_seen.setdefault(sentence.source, position)
    return sorted(sentences, key=lambda s: (first_seen[s.source], s.place))

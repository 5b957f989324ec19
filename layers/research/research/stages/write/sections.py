"""Lays out a report of chosen sentences: key findings, then a section for each question."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from research.domain.claim import Claim, Draft, Section
from research.domain.question import Question, QuestionKind
from research.stages.write.sentence_choice import ScoredSentence
from research.text.source_sentences import Sentence
from research.text.standalone import needs_context
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
_CUES = {
    QuestionKind.FIGURES: re.compile(
        r"[$€£¥₹]\s?\d|\d\s?(?:%|per ?cent|percent|million|billion|trillion|tons?|tonnes|kg|km"
        r"|miles|met(?:er|re)s?|feet|pounds|euros?|dollars|degrees|times|hours|people|points)\b"
        r"|\d,\d{3}\b|\d\.\d",
        re.IGNORECASE,
    ),
    QuestionKind.VOICES: re.compile(
        r"[“\"][^”\"]{20,}[”\"]|\b(?:said|says|told|warned|argued|tweeted|wrote|added|according to"
        r"|criticis|criticiz|called (?:it|for|the))\b",
        re.IGNORECASE,
    ),
}
"""What belongs in the sections that any subject may have: figures, and what people say."""


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
) -> Draft:
    """The draft made of `chosen`, each sentence with its claim in `claims`."""
    findings = _findings(chosen.weighed, frozenset(terms(title)))
    groups = _by_question(questions, question_vectors, chosen, findings)
    sections = tuple(
        Section(question=question.heading, claims=tuple(claims[s] for s in _in_order(group)))
        for question, group in zip(questions, groups, strict=True)
        if group
    )
    return Draft(title=title, key_findings=tuple(claims[s] for s in findings), sections=sections)


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
    questions: Sequence[Question],
    question_vectors: "Matrix",
    chosen: ChosenSentences,
    findings: Sequence[Sentence],
) -> list[list[Sentence]]:
    """For each question, the sentences that answer it rather than another."""
    sentences = chosen.sentences
    scores = chosen.vectors @ question_vectors.T + _TERMS_WEIGHT * _shared_terms(questions, chosen)
    rows = [row for row, sentence in enumerate(sentences) if sentence not in findings]
    _score_by_name(scores, questions, sentences)
    _score_by_cue(scores, questions, sentences, rows)
    open_questions = list(range(len(questions)))
    while True:
        groups: list[list[Sentence]] = [[] for _ in questions]
        for row in rows:
            best = open_questions[int(np.argmax(scores[row, open_questions]))]
            groups[best].append(sentences[row])
        small = [q for q in open_questions if 0 < len(groups[q]) < _SMALLEST_SECTION]
        if not small or len(open_questions) == 1:
            return groups
        open_questions.remove(small[-1])


def _score_by_name(
    scores: "Matrix", questions: Sequence[Question], sentences: Sequence[Sentence]
) -> None:
    """Rule out, for a subject, what names it neither itself nor in the sentences around."""
    for number, question in enumerate(questions):
        if question.kind is QuestionKind.SUBJECT:
            names = set(terms(question.heading))
            for row, sentence in enumerate(sentences):
                if not names & set(terms(sentence.around)):
                    scores[row, number] = -1.0


def _score_by_cue(
    scores: "Matrix",
    questions: Sequence[Question],
    sentences: Sequence[Sentence],
    rows: Sequence[int],
) -> None:
    """Score sentences with a cue for figures or voices a little above their best other question."""
    asked = [n for n, question in enumerate(questions) if question.kind not in _CUES]
    first = set(rows[: round(_ANSWERS_FIRST * len(rows))])
    for number, question in enumerate(questions):
        cue = _CUES.get(question.kind)
        for row in rows if cue else ():
            fits = cue and row not in first and cue.search(sentences[row].text)
            scores[row, number] = scores[row, asked].max() + _CUE_BONUS if fits else -1.0


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

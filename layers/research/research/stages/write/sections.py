"""Puts chosen sentences in their place: key findings first, then a section a question."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from research.domain.claim import Claim, Draft, Section
from research.domain.question import Question, QuestionKind
from research.stages.write.sentence_choice import Weighed
from research.stages.write.write_support import cited
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
"""What a finding that measures is worth more than one that tells, all else being alike."""
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
"""What belongs under the headings that fit any subject."""


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The sentences that make the report, most telling first, each with its vector."""

    weighed: Sequence[Weighed]
    vectors: "Matrix"

    @property
    def sentences(self) -> list[Sentence]:
        """The sentences alone."""
        return [found.sentence for found in self.weighed]


def lay_out(
    title: str,
    questions: Sequence[Question],
    question_vectors: "Matrix",
    chosen: Chosen,
    candidates: Sequence[Sentence],
    texts: Mapping[int, str],
) -> Draft:
    """The draft made of `chosen`; `candidates` are searched for others that say the same."""
    claims: dict[Sentence, Claim] = {
        sentence: cited(sentence, candidates, texts) for sentence in chosen.sentences
    }
    findings = _findings(chosen.weighed, frozenset(terms(title)))
    homes = _homes(questions, question_vectors, chosen, findings)
    sections = tuple(
        Section(question=question.heading, claims=tuple(claims[s] for s in _in_order(home)))
        for question, home in zip(questions, homes, strict=True)
        if home
    )
    return Draft(title=title, key_findings=tuple(claims[s] for s in findings), sections=sections)


def _findings(weighed: Sequence[Weighed], asked: frozenset[str]) -> list[Sentence]:
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


def _homes(
    questions: Sequence[Question],
    question_vectors: "Matrix",
    chosen: Chosen,
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
        homes: list[list[Sentence]] = [[] for _ in questions]
        for row in rows:
            best = open_questions[int(np.argmax(scores[row, open_questions]))]
            homes[best].append(sentences[row])
        small = [q for q in open_questions if 0 < len(homes[q]) < _SMALLEST_SECTION]
        if not small or len(open_questions) == 1:
            return homes
        open_questions.remove(small[-1])


def _score_by_name(
    scores: "Matrix", questions: Sequence[Question], sentences: Sequence[Sentence]
) -> None:
    """Leave a subject only what names it, itself or beside its neighbours."""
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
    """Score what fits any subject by its cue, a little above the best question that was asked."""
    asked = [n for n, question in enumerate(questions) if question.kind not in _CUES]
    first = set(rows[: round(_ANSWERS_FIRST * len(rows))])
    for number, question in enumerate(questions):
        cue = _CUES.get(question.kind)
        for row in rows if cue else ():
            fits = cue and row not in first and cue.search(sentences[row].text)
            scores[row, number] = scores[row, asked].max() + _CUE_BONUS if fits else -1.0


def _shared_terms(questions: Sequence[Question], chosen: Chosen) -> "Matrix":
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
    """What one source says stays together and in its order; the most telling source first."""
    first_seen: dict[int, int] = {}
    for position, sentence in enumerate(sentences):
        first_seen.setdefault(sentence.source, position)
    return sorted(sentences, key=lambda s: (first_seen[s.source], s.place))

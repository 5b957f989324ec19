"""Puts chosen sentences in their place: key findings first, then a section a question."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from research.models import Citation, Claim, Draft, Question, Section
from research.stages.write_sentences import Sentence
from research.text.terms import terms

MAX_KEY_FINDINGS = 5
FINDINGS_SHARE = 0.2
_FINDING_STANDALONE = 0.6
_FINDINGS_PER_SOURCE = 2
MAX_CITATIONS = 3
SAME_TERMS = 0.6
"""A sentence supports another when it has so much of its terms and all its names and numbers."""
_TERMS_WEIGHT = 0.5
_SMALLEST_SECTION = 2

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The sentences that make the report, most telling first, each with its vector."""

    sentences: Sequence[Sentence]
    vectors: Vectors


def lay_out(
    title: str,
    questions: Sequence[Question],
    question_vectors: Vectors,
    chosen: Chosen,
    candidates: Sequence[Sentence],
    texts: Mapping[int, str],
) -> Draft:
    """The draft made of `chosen`; `candidates` are searched for others that say the same."""
    claims = {s: _claim(s, candidates, texts) for s in chosen.sentences}
    findings = _findings(chosen.sentences)
    homes = _homes(questions, question_vectors, chosen, leave_out=findings)
    sections = tuple(
        Section(question=question.heading, claims=tuple(claims[s] for s in _in_order(home)))
        for question, home in zip(questions, homes, strict=True)
        if home
    )
    return Draft(title=title, key_findings=tuple(claims[s] for s in findings), sections=sections)


def _findings(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The most telling sentences that stand alone, no source having more than its share."""
    wanted = max(1, min(MAX_KEY_FINDINGS, round(FINDINGS_SHARE * len(sentences))))
    taken: Counter[int] = Counter()
    findings: list[Sentence] = []
    for sentence in sentences:
        if len(findings) == wanted:
            break
        if (
            sentence.standalone > _FINDING_STANDALONE
            and taken[sentence.source] < _FINDINGS_PER_SOURCE
        ):
            taken[sentence.source] += 1
            findings.append(sentence)
    return findings or list(sentences[:wanted])


def _homes(
    questions: Sequence[Question],
    question_vectors: Vectors,
    chosen: Chosen,
    leave_out: Sequence[Sentence],
) -> list[list[Sentence]]:
    """For each question, the sentences that answer it rather than another."""
    scores = chosen.vectors @ question_vectors.T + _TERMS_WEIGHT * _shared_terms(questions, chosen)
    rows = [i for i, sentence in enumerate(chosen.sentences) if sentence not in leave_out]
    open_questions = set(range(len(questions)))
    while True:
        homes: list[list[Sentence]] = [[] for _ in questions]
        for row in rows:
            best = max(open_questions, key=lambda q, row=row: (scores[row, q], -q))  # type: ignore[misc]
            homes[best].append(chosen.sentences[row])
        small = [q for q in open_questions if 0 < len(homes[q]) < _SMALLEST_SECTION]
        if not small or len(open_questions) == 1:
            return homes
        open_questions.discard(small[-1])


def _shared_terms(questions: Sequence[Question], chosen: Chosen) -> Vectors:
    """The share of a question's own terms, those that not every question has, in each sentence."""
    asked = [set(terms(question.text)) for question in questions]
    common = set.intersection(*asked) if len(asked) > 1 else set()
    own = [terms_of_one - common for terms_of_one in asked]
    rows = [
        [len(of_question & sentence.terms) / (len(of_question) or 1) for of_question in own]
        for sentence in chosen.sentences
    ]
    return np.array(rows, dtype=np.float32).reshape(len(chosen.sentences), len(questions))


def _in_order(sentences: Sequence[Sentence]) -> list[Sentence]:
    """What one source says stays together and in its order; the most telling source first."""
    first_seen: dict[int, int] = {}
    for position, sentence in enumerate(sentences):
        first_seen.setdefault(sentence.source, position)
    return sorted(sentences, key=lambda s: (first_seen[s.source], s.place))


def _claim(sentence: Sentence, candidates: Sequence[Sentence], texts: Mapping[int, str]) -> Claim:
    citations = [sentence.citation(texts[sentence.source])]
    others: dict[int, tuple[float, Citation]] = {}
    for other in candidates:
        share = _support(sentence, other)
        if share > others.get(other.source, (0.0,))[0]:
            others[other.source] = share, other.citation(texts[other.source])
    best = sorted(others.values(), key=lambda found: (-found[0], found[1].source))
    citations += [citation for _, citation in best[: MAX_CITATIONS - 1]]
    return Claim(text=sentence.text, citations=tuple(citations))


def _support(claim: Sentence, other: Sentence) -> float:
    """The share of the terms of `claim` that `other` says too; 0 where it is no support."""
    if other.source == claim.source or not claim.terms:
        return 0.0
    share = len(claim.terms & other.terms) / len(claim.terms)
    if share < SAME_TERMS or not claim.particulars <= other.terms:
        return 0.0
    return share

"""How well reports answer: early, honestly, and without what must not be printed.

    pip install scikit-learn
    python bench/answers.py [--cases FILE] [--spoken-cases FILE] [--encoders FOLDER]
                            [--print N] [--unseen]

Every question of ``../shared/answers`` is researched on miniweb by the product's own search and
reading, then answered in these ways, scored alike by the rules of that folder's README:

today    the report without a model, as the product writes it
leads    the first sentences of the best pages, in turn
bm25     the sentences nearest to the query by BM25
mmr      those nearest by vectors, each less what was said before (maximal marginal relevance)
fitted   the answer stage, with the model of `answer_model.json`, which has seen the questions
ours     the answer stage, its model fitted without the question's fold: what to believe, with the
         encoders of `fit_encoder.py --folds` in FOLDER

Then "ours" on the questions of `spoken_questions`, which are put as people put them. `--unseen`
scores the model in use on `unseen_questions` instead, to which nothing is fitted.
"""

import argparse
import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from statistics import fmean
from time import perf_counter

from answer_cases import Case, load_cases, unseen_cases
from answer_readings import Reading, folds, read_cases
from answer_scoring import bad_printed, is_answered, sentences_of
from fit_answers import fit
from research.adapters.embed.answer_encoder import AnswerEncoder
from research.adapters.embed.wordllama_embedder import WordllamaEmbedder
from research.domain.claim import AnswerStatus
from research.stages.answer.answer import answer, decide
from research.stages.answer.model import AnswerModel, fitted_model
from research.stages.answer.part_judgement import Answers
from research.text.bm25 import bm25_scores
from research.text.source_sentences import sentences_of as source_sentences
from research.text.terms import terms

EARLY, LATER = 75, 150
BASELINE_WORDS = 400
LEAD_PAGES = 5
MMR_BALANCE = 0.7


@dataclass(frozen=True, slots=True)
class Report:
    """What one way of answering prints, and which parts it says are not found."""

    sentences: Sequence[str]
    not_found: Sequence[bool] = ()


def of_answers(answers: Answers) -> Report:
    """The answer block, or what is said nearby, then what the report goes on with."""
    claims = [claim for part in answers.parts for claim in (*part.claims, *part.nearby)]
    told = [part.status is AnswerStatus.NOT_FOUND for part in answers.parts]
    texts = dict.fromkeys(claim.text for claim in (*claims, *answers.more))
    return Report(sentences_of(texts), told)


def leads(case: Case) -> Report:
    """The first sentences of the first pages, in turn."""
    columns = [[s.text for s in source_sentences(one)] for one in case.sources[:LEAD_PAGES]]
    return Report(list(_up_to(filter(None, chain.from_iterable(zip_longest(*columns))))))


def by_bm25(case: Case) -> Report:
    """The sentences of all sources, best first by BM25."""
    texts = [s.text for one in case.sources for s in source_sentences(one)]
    scores = bm25_scores(terms(case.query), [terms(text) for text in texts])
    ranked = sorted(range(len(texts)), key=lambda row: -scores[row])
    return Report(list(_up_to(texts[row] for row in ranked)))


def by_mmr(case: Case) -> Report:
    """The sentences nearest to the query, each less its nearness to those before it."""
    texts = [s.text for one in case.sources for s in source_sentences(one)]
    vectors = asyncio.run(WordllamaEmbedder().embed([case.query, *texts]))
    near, vectors = vectors[1:] @ vectors[0], vectors[1:]
    said, chosen, left = 0.0 * near, [], set(range(len(texts)))
    while left and sum(len(texts[row].split()) for row in chosen) < BASELINE_WORDS:
        best = max(left, key=lambda row: MMR_BALANCE * near[row] - (1 - MMR_BALANCE) * said[row])
        chosen.append(best)
        left.remove(best)
        said = [max(a, b) for a, b in zip(said, vectors @ vectors[best], strict=True)]
    return Report(list(_up_to(texts[row] for row in chosen)))


def _up_to(texts: Iterable[str]) -> Iterable[str]:
    words = 0
    for text in texts:
        words += len(text.split())
        if words > BASELINE_WORDS:
            return
        yield text


def cross_validated(readings: Sequence[Reading], spoken: Sequence[Reading]) -> dict[str, Answers]:
    """The answers to each question, by a model that was fitted without its fold."""
    found = {}
    for (others, held_out), (more, more_held_out) in zip(
        folds(readings), folds(spoken), strict=True
    ):
        model = AnswerModel.of(fit(others, more))
        for one in (*held_out, *more_held_out):
            found[one.case.id] = _decided(one, model)
    return found


def _decided(reading: Reading, model: AnswerModel) -> Answers:
    return decide(reading.case.query, reading.parts, reading.pool, reading.rows, model)


HEAD = f"{'':<8}{'in 75':>7}{'in 150':>8}{'at all':>8}{'bad':>7}{'told':>7}{'false':>7}{'words':>7}"


def line(name: str, cases: Sequence[Case], reports: Mapping[str, Report]) -> str:
    """The scores of one way of answering, under `HEAD`."""
    asked = [case for case in cases if case.is_answerable]
    parts = [(part, reports[case.id].sentences) for case in asked for part in case.parts]
    shares = [
        fmean(is_answered(part, texts, limit) for part, texts in parts)
        for limit in (EARLY, LATER, float("inf"))
    ]
    bad = sum(bad_printed(case.bad, reports[case.id].sentences) for case in asked)
    of_bad = sum(len(case.bad) for case in asked)
    told = [_is_silent(reports[case.id]) for case in cases if not case.is_answerable]
    false = [one for case in asked for one in reports[case.id].not_found or [False]]
    words = fmean(sum(len(t.split()) for t in reports[case.id].sentences) for case in asked)
    return (
        f"{name:<8}{shares[0]:>7.1%}{shares[1]:>8.1%}{shares[2]:>8.1%}{bad / (of_bad or 1):>7.1%}"
        f"{fmean(told):>7.0%}{fmean(false):>7.1%}{words:>7.0f}"
    )


def _is_silent(report: Report) -> bool:
    return bool(report.not_found) and all(report.not_found)


def show(case: Case, answers: Answers) -> None:
    """Print the answer block of one question."""
    print(f"\n{case.query}")
    for one in answers.parts:
        print(f"  {one.part.text} [{one.status.value}, {one.probability:.2f}]")
        for claim in one.claims or one.nearby:
            print(f"    - {claim.text} {[citation.source for citation in claim.citations]}")


async def _seconds(cases: Sequence[Case]) -> float:
    embedder, encoder = WordllamaEmbedder(), AnswerEncoder()
    spent = []
    for case in cases:
        began = perf_counter()
        await answer(case.query, case.sources, case.relevance, embedder=embedder, encoder=encoder)
        spent.append(perf_counter() - began)
    return sorted(spent)[len(spent) // 2]


def _print_apart(name: str, cases: Sequence[Case], found: Mapping[str, Answers]) -> None:
    """The scores on questions of another kind, and of how many parts an answer is denied."""
    print(f"\n{HEAD}")
    print(line(name, cases, {case.id: of_answers(found[case.id]) for case in cases}))
    for kind, is_answerable in (("answerable", True), ("unanswerable", False)):
        parts = [
            part
            for case in cases
            if case.is_answerable is is_answerable
            for part in found[case.id].parts
        ]
        denied = [one.status is AnswerStatus.NOT_FOUND and not one.may_answer for one in parts]
        print(f"parts denied, of {len(parts)} of {kind} questions: {fmean(denied):.0%}")


def main() -> None:
    """Score every way of answering, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=Path, help="keep what was searched and read here")
    parser.add_argument("--spoken-cases", type=Path, help="the same, of spoken_questions")
    parser.add_argument("--encoders", type=Path, metavar="FOLDER", help="one for each fold")
    parser.add_argument("--print", type=int, default=0, metavar="N", help="answer blocks to print")
    parser.add_argument("--unseen", action="store_true", help="score unseen_questions alone")
    options = parser.parse_args()
    if options.unseen:
        cases = unseen_cases()
        model = fitted_model()
        _print_apart(
            "unseen", cases, {one.case.id: _decided(one, model) for one in read_cases(cases)}
        )
        return
    every = load_cases(options.cases)
    spoken = load_cases(options.spoken_cases, are_spoken=True)
    cases = [case for case in every if not case.is_written]
    readings = read_cases(every, options.encoders)
    by_fold = cross_validated(readings, read_cases(spoken, options.encoders))
    model = fitted_model()
    seen = {one.case.id: of_answers(_decided(one, model)) for one in readings}
    ways: dict[str, Callable[[Case], Report]] = {
        "today": lambda case: Report(case.today),
        "leads": leads,
        "bm25": by_bm25,
        "mmr": by_mmr,
        "fitted": lambda case: seen[case.id],
        "ours": lambda case: of_answers(by_fold[case.id]),
    }
    print(HEAD)
    for name, way in ways.items():
        print(line(name, cases, {case.id: way(case) for case in cases}), flush=True)
    _print_apart("spoken", spoken, by_fold)
    for case in cases[:: max(1, len(cases) // options.print)] if options.print else ():
        show(case, by_fold[case.id])
    print(f"\nthe stage takes {asyncio.run(_seconds(cases)):.2f} s of 12 pages (median)")


if __name__ == "__main__":
    main()

"""Fits the model by which answers are chosen: `stages/answer/answer_model.json`.

    pip install scikit-learn
    python bench/fit_answers.py [--cases FILE] [--spoken-cases FILE] [--encoders FOLDER] [--dry-run]

It learns from the questions of ``../shared/answers`` and those of `written_questions.py`,
`telling_questions.py` and `spoken_questions.py`, each with the sources that the product's own
search of miniweb finds and reads:

answers  weights by which a sentence that answers a part comes before those that don't: the
         log-likelihood of the answering sentences under a softmax over all candidates of the part,
         with an L2 penalty. Listwise, so that only the order within a part counts.
found    a logistic regression, balanced, of whether a part is answered at all, on signs of the best
         sentences; their scores come from weights fitted without their question. A part that the
         sources answer, but not in its three best sentences, speaks for neither. Of the questions
         of `telling_questions` none is learned from: no sign tells their twins apart. Nor of those
         of `spoken_questions`: with them others are told apart less well (AUC .89, without .93).
limits   `not_found_below` is where 5% of answerable parts are called not found.

Nothing is random. `bench/answers.py` scores it. The encoder's nearness is one of the features, and
an encoder puts the answers that it was fitted to nearer than others: so ``--encoders`` has those of
`fit_encoder.py --folds`.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from answer_cases import Case, load_cases
from answer_readings import Reading, folds, read_cases
from research.stages.answer.model import FILE, AnswerModel
from research.stages.answer.silence import signs

ANSWER_FEATURES = (
    "own_exact own_around context_near whole fit_own fit_context fit_relevant fit_exact nearness"
    " paragraph_nearness to_title relevance early new_paragraph heading standalone needs_context"
    " length named least beside fit_change fit_told answering"
    " answering_query answering_apart own_near"
).split()
"""Chosen among 45 by how much each lowers the cross-validated loss."""
SILENT_FEATURES = (
    "best third fit_own own_near own_around most_own most_whole missing_beside"
    " name_missing_anywhere other_year later_year exact early unasked asked_beside most_verb"
    " most_answering_query"
).split()
"""What is left of 28 when those are taken away, one after the other, without which the
cross-validated loss is no higher."""
ANSWER_PENALTY = 6.0
FOUND_STRENGTH = 0.3
FALSE_ALARMS = 0.05
PARTLY = 0.25
"""The share of answerable parts that are called partly answered, or not found."""
WORTH_PRINTING = 0.05
TELLING = 0.15
"""What a question of `telling_questions` counts: the most with which the others are answered as
well as without them. Of .15, .3, .5 and 1, by cross-validation."""
BEST = 3
Signed = tuple[Mapping[str, float], Case, bool]
"""The signs of a part, the question it is of, and whether its best sentences answer it."""


def fit(readings: Sequence[Reading], spoken: Sequence[Reading]) -> dict[str, Any]:
    """The content of a model's file, fitted to `readings`, and to those of `spoken_questions`."""
    answers = _fit_answers([*readings, *spoken])
    signed = [
        list(_signs(held_out, _fit_answers([*others, *more])))
        for (others, held_out), (more, _) in zip(folds(readings), folds(spoken), strict=True)
    ]
    sure = sorted(_sure_out_of_fold(signed))
    low, partly = (sure[int(share * len(sure))] for share in (FALSE_ALARMS, PARTLY))
    return {"answers": answers, "found": _fit_found(chain(*signed)), **_limits(low, partly)}


def _sure_out_of_fold(signed: Sequence[Sequence[Signed]]) -> Iterator[float]:
    """The probability of each part that the file has an answer to, by a model that didn't see it.

    Not of the written questions, which are easier.
    """
    for number, held_out in enumerate(signed):
        found = _fit_found(chain(*signed[:number], *signed[number + 1 :]))
        model = AnswerModel.of({"answers": _NOTHING, "found": found, **_limits(0, 0)})
        for one, case, _ in held_out:
            if case.is_answerable and not case.is_written:
                yield model.probability(one)


def _limits(low: float, partly: float) -> dict[str, float]:
    return {
        "not_found_below": round(low, 4),
        "partly_below": round(partly, 4),
        "worth_printing": WORTH_PRINTING,
    }


def _fit_answers(readings: Sequence[Reading]) -> dict[str, Any]:
    """The weights that make answering sentences likeliest."""
    lists = [
        (_matrix(rows, ANSWER_FEATURES), grades, _weight(one.case))
        for one in readings
        for rows, grades in zip(one.rows, one.grades, strict=True)
        if len(grades) and grades.max() > 0
    ]
    whole = np.vstack([matrix for matrix, _, _ in lists])
    means, scales = whole.mean(axis=0), whole.std(axis=0) + 1e-6
    lists = [((matrix - means) / scales, grades, weight) for matrix, grades, weight in lists]

    def loss(weights: Any) -> tuple[float, Any]:
        total, slope = ANSWER_PENALTY * weights @ weights, 2 * ANSWER_PENALTY * weights
        for matrix, grades, weight in lists:
            scores = matrix @ weights
            raised = np.exp(scores - scores.max())
            total -= weight * np.log((raised * grades).sum() / raised.sum() + 1e-12)
            right = raised * grades / ((raised * grades).sum() + 1e-12)
            slope = slope - weight * (right - raised / raised.sum()) @ matrix
        return total, slope

    best = minimize(loss, np.zeros(len(ANSWER_FEATURES)), jac=True, method="L-BFGS-B").x
    return _linear(ANSWER_FEATURES, best / scales, means)


def _fit_found(signed: Iterable[Signed]) -> dict[str, Any]:
    """The weights that tell parts that are answered from those that aren't."""
    pairs = [
        (one, case)
        for one, case, is_hit in signed
        if (is_hit or not case.is_answerable) and not case.is_telling
    ]
    matrix = _matrix([one for one, _ in pairs], SILENT_FEATURES)
    answered = np.array([case.is_answerable for _, case in pairs])
    means, scales = matrix.mean(axis=0), matrix.std(axis=0) + 1e-6
    model = LogisticRegression(C=FOUND_STRENGTH, class_weight="balanced", max_iter=1000)
    model.fit((matrix - means) / scales, answered)
    return _linear(SILENT_FEATURES, model.coef_[0] / scales, means, float(model.intercept_[0]))


def _signs(readings: Sequence[Reading], answers: dict[str, Any]) -> Iterator[Signed]:
    """The signs of each part of `readings`, whose sentences `answers` ranks, and its case."""
    model = AnswerModel.of({"answers": answers, "found": _NOTHING, **_limits(0, 0)})
    for one in readings:
        for part, rows, grades in zip(one.parts, one.rows, one.grades, strict=True):
            if rows:
                scores = [model.answers.score(row) for row in rows]
                best = np.argsort(np.negative(scores), kind="stable")[:BEST]
                is_hit = one.case.is_answerable and bool(grades[best].max() > 0)
                yield signs(one.case.query, part, one.pool, rows, scores), one.case, is_hit


def _weight(case: Case) -> float:
    return TELLING if case.is_telling else 1.0


_NOTHING: dict[str, Any] = {"weights": {}, "means": {}}


def _matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Any:
    return np.nan_to_num(np.array([[row[name] for name in names] for row in rows], dtype=float))


def _linear(
    names: Sequence[str], weights: Any, means: Any, constant: float = 0.0
) -> dict[str, Any]:
    return {
        "weights": {name: round(float(w), 5) for name, w in zip(names, weights, strict=True)},
        "means": {name: round(float(m), 5) for name, m in zip(names, means, strict=True)},
        "constant": round(constant, 5),
    }


def main() -> None:
    """Fit, and write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=Path, help="keep what was searched and read here")
    parser.add_argument("--spoken-cases", type=Path, help="the same, of spoken_questions")
    parser.add_argument("--encoders", type=Path, metavar="FOLDER", help="one for each fold")
    parser.add_argument("--dry-run", action="store_true", help="print the model, write nothing")
    options = parser.parse_args()
    readings = read_cases(load_cases(options.cases), options.encoders)
    spoken = read_cases(load_cases(options.spoken_cases, are_spoken=True), options.encoders)
    fitted = {
        "made": {
            "by": "bench/fit_answers.py",
            "on": datetime.now(UTC).date().isoformat(),
            "from": f"{len(readings) + len(spoken)} questions of ../shared/answers and of"
            " written_questions, telling_questions and spoken_questions over the pages of"
            " ../shared/miniweb",
            "how": "answers: listwise softmax with an L2 penalty; found: balanced logistic"
            " regression on out-of-fold scores",
        },
        **fit(readings, spoken),
    }
    text = json.dumps(fitted, indent=1) + "\n"
    if options.dry_run:
        print(text)
    else:
        FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

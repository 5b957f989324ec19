"""Fits the weights by which claims are judged: `stages/verify/checks/entailment_model.json`.

    pip install scipy
    python bench/fit_claims.py FILE.jsonl [--dry-run]

It learns from FILE, labelled claims about pages of miniweb (`claim_cases.py`), and, at parts of
their weight, from `written_pairs.jsonl` (but its part `fresh`) and `written_claims.jsonl` beside
this file, and from the pairs of the unit tests. The model is a logistic regression with
an L2 penalty, balanced, in which the sign of each weight is given: what speaks against a claim may
count for nothing, but not for it. With a few hundred claims this keeps chance out of the weights.
Features whose weight is nothing are left out of the file.

accept_from  even odds; a limit set on so few claims does no better on others
sure_from    the lowest probability from which on nine in ten of 20 claims or more are supported,
             cross-validated; 1, so that none is sure, where there is none
"""

import argparse
import json
import runpy
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from claim_cases import ClaimCase, folds, load_claims, load_written_claims
from research.domain.claim import Verdict
from research.stages.verify.checks.check_words import WordCheck
from research.stages.verify.checks.entailment import FILE, EntailmentModel, Findings, examine
from research.stages.verify.checks.evidence import evidence_of

WRITTEN = Path(__file__).with_name("written_pairs.jsonl")
TESTED = Path(__file__).parents[1] / "tests/unit/stages/verify/claim_pairs.py"
WRITTEN_WEIGHT, TESTED_WEIGHT, WRITTEN_CLAIM_WEIGHT = 0.13, 0.4, 0.3
"""With less, the weights do as well on the labelled claims and worse on the tests' pairs."""
Written = tuple[list[Mapping[str, float]], list[bool], list[float]]
FOR = frozenset(
    "share_near numbers_quoted numbers_computed hedge_kept part_kept speaker_told words_in_runs"
    " words_shared denial_kept".split()
)
"""What speaks for a claim; every other feature speaks against it."""
PENALTY = 5.0
LEAST_SCALE = 0.1
FOLDS, SEEDS = 10, (7, 8, 9)
ACCEPT = 0.5
SURE = 0.9
FEWEST_SURE = 20
_LEAST_WEIGHT = 0.005
Rows = Sequence[Mapping[str, float]]


def fit(rows: Rows, labels: Sequence[bool], shares: Sequence[float]) -> dict[str, Any]:
    """The weights, means and constant for `rows` of features; `shares` is what each row counts."""
    names = sorted(rows[0])
    matrix = np.array([[row[name] for name in names] for row in rows])
    is_true, counts = np.array(labels), np.array(shares, dtype=float)
    for label in (True, False):
        counts[is_true == label] *= counts.sum() / 2 / counts[is_true == label].sum()
    means, scales = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), LEAST_SCALE)
    scaled, signs = (matrix - means) / scales, np.where(is_true, 1.0, -1.0)

    def loss(weights: Any) -> tuple[float, Any]:
        margin = signs * (scaled @ weights[1:] + weights[0])
        slope = -counts * signs / (1 + np.exp(np.clip(margin, -50, 50)))
        total = (counts * np.logaddexp(0, -margin)).sum() + PENALTY * weights[1:] @ weights[1:]
        return total, np.r_[slope.sum(), scaled.T @ slope + 2 * PENALTY * weights[1:]]

    bounds = [(None, None), *((0, None) if name in FOR else (None, 0) for name in names)]
    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    used = [place for place in range(len(names)) if abs(best[place + 1]) >= _LEAST_WEIGHT]
    return {
        "weights": {names[n]: round(float(best[n + 1] / scales[n]), 4) for n in used},
        "means": {names[n]: round(float(means[n]), 4) for n in used},
        "constant": round(float(best[0]), 4),
    }


def out_of_fold(cases: Sequence[ClaimCase], found: Sequence[Findings]) -> list[float]:
    """The probability of each claim by weights that were fitted without its pages."""
    more, more_labels, more_weights = _more_than(cases)
    total = np.zeros(len(cases))
    for seed in SEEDS:
        for held in folds(cases, FOLDS, seed):
            kept = sorted(set(range(len(cases))) - set(held))
            model = _model(
                fit(
                    [*(found[n].features for n in kept), *more],
                    [*(cases[n].is_true for n in kept), *more_labels],
                    [1.0] * len(kept) + more_weights,
                )
            )
            total[held] += [model.probability(found[n].features) for n in held]
    return [float(one) / len(SEEDS) for one in total]


def cross_validated(cases: Sequence[ClaimCase]) -> list[WordCheck]:
    """What the verifier would say of each claim, had it been fitted without the claim's pages.

    From where on a claim is sure is set on the other folds too.
    """
    found = [examine(case.claim, case.evidence) for case in cases]
    chances = out_of_fold(cases, found)
    checks: dict[int, WordCheck] = {}
    for held in folds(cases, FOLDS, SEEDS[0]):
        others = sorted(set(range(len(cases))) - set(held))
        sure = sure_limit(
            [cases[n].is_true for n in others],
            [chances[n] for n in others],
            [bool(found[n].vetoes) for n in others],
        )
        for n in held:
            verdict = Verdict.SUPPORTED if chances[n] >= ACCEPT else Verdict.PARTIAL
            if found[n].vetoes:
                verdict = Verdict.UNSUPPORTED
            # What is sure by this fold's limit is sure by the model in use, and no other is.
            chance = 1.0 if chances[n] >= sure else min(chances[n], 0.999)
            checks[n] = WordCheck(verdict, (*found[n].vetoes, *found[n].doubts), chance)
    return [checks[n] for n in range(len(cases))]


def sure_limit(labels: Sequence[bool], chances: Sequence[float], vetoed: Sequence[bool]) -> float:
    """The probability from which on a claim is sure; 1 where there is none."""
    rows = list(zip(labels, chances, vetoed, strict=True))
    for limit in sorted(set(chances)):
        above = [label for label, chance, veto in rows if chance >= limit and not veto]
        if len(above) >= FEWEST_SURE and sum(above) >= SURE * len(above):
            return limit
    return 1.0


def _more_than(cases: Sequence[ClaimCase]) -> Written:
    """What is written by ourselves and isn't among `cases`: features, labels and weights."""
    rows, labels, weights = _written()
    known = {case.id for case in cases}
    claims = [case for case in load_written_claims() if case.id not in known]
    return (
        [*rows, *(examine(case.claim, case.evidence).features for case in claims)],
        [*labels, *(case.is_true for case in claims)],
        [*weights, *(WRITTEN_CLAIM_WEIGHT for _ in claims)],
    )


@cache
def _written() -> Written:
    """The features, labels and weights of the pairs of our own writing, which are easier."""
    lines = WRITTEN.read_text(encoding="utf-8").splitlines()
    pairs = [
        (
            row["claim"],
            row["quote"],
            row.get("context") or row["quote"],
            row["is_true"],
            WRITTEN_WEIGHT,
        )
        for row in map(json.loads, lines)
        if row["half"] != "fresh"
    ]
    pairs += [
        (pair.claim, pair.quote, pair.context, not pair.wrong, TESTED_WEIGHT)
        for pair in runpy.run_path(str(TESTED))["PAIRS"]
    ]
    rows = [
        examine(claim, evidence_of([quote], [context])).features
        for claim, quote, context, _, _ in pairs
    ]
    return rows, [label for *_, label, _ in pairs], [weight for *_, weight in pairs]


def _model(fitted: dict[str, Any]) -> EntailmentModel:
    return EntailmentModel(**fitted, accept_from=ACCEPT, sure_from=1.0)


def main() -> None:
    """Fit, and write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="print the model, write nothing")
    options = parser.parse_args()
    cases = load_claims(options.file)
    found = [examine(case.claim, case.evidence) for case in cases]
    labels = [case.is_true for case in cases]
    sure = sure_limit(labels, out_of_fold(cases, found), [bool(one.vetoes) for one in found])
    more, more_labels, more_weights = _more_than(cases)
    fitted = {
        "made": {
            "by": "bench/fit_claims.py",
            "on": datetime.now(UTC).date().isoformat(),
            "from": f"{len(cases)} claims of {options.file.name} about pages of miniweb, and"
            f" {len(more)} claims of our own writing, which count less",
            "how": "balanced logistic regression with an L2 penalty and given signs; limits set on"
            " out-of-fold probabilities",
        },
        **fit(
            [*(one.features for one in found), *more],
            [*labels, *more_labels],
            [1.0] * len(cases) + more_weights,
        ),
        "accept_from": ACCEPT,
        "sure_from": round(sure, 4),
    }
    text = json.dumps(fitted, indent=1) + "\n"
    if options.dry_run:
        print(text)
    else:
        FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

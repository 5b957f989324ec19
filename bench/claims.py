"""How well the verifier tells supported claims from others, without a language model.

    python bench/claims.py FILE.jsonl [--by-kind] [--noise SHARE] [--cross-validate] [--show]
                           [--entailment FOLDER]

FILE is of one of the two forms that `claim_cases.py` tells. The last line is

    supported accepted X, others refused Y, balanced accuracy Z, AUROC W

by the model in use. `--cross-validate` prints the same for weights fitted to the other pages of the
file (needs scikit-learn's companion scipy): the honest figure for the file that the model was
fitted to. `--noise` adds a stand-in judge, who answers by label and errs in that share of claims,
for what the rules neither veto nor are sure of. `--entailment` judges by the ONNX model of a folder
instead of by words.
"""

import argparse
import asyncio
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from claim_cases import ClaimCase, load_claims
from research.domain.claim import Verdict
from research.stages.verify.checks.check_words import WordCheck, check_evidence
from research.stages.verify.verify import LIKELY


def figures(labels: Sequence[bool], accepted: Sequence[bool]) -> tuple[float, float, float]:
    """The shares of the supported accepted and of the others refused, and their mean."""
    true = [taken for label, taken in zip(labels, accepted, strict=True) if label]
    false = [taken for label, taken in zip(labels, accepted, strict=True) if not label]
    kept = sum(true) / (len(true) or 1)
    refused = 1 - sum(false) / (len(false) or 1)
    return kept, refused, (kept + refused) / 2


def auroc(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """The chance that a supported claim has a higher score than another; a tie counts half."""
    true = [score for label, score in zip(labels, scores, strict=True) if label]
    false = [score for label, score in zip(labels, scores, strict=True) if not label]
    won = sum((one > other) + (one == other) / 2 for one in true for other in false)
    return won / (len(true) * len(false) or 1)


def score_of(check: WordCheck) -> float:
    """What claims are ranked by: vetoes last, else the probability."""
    return check.probability - (check.verdict is Verdict.UNSUPPORTED)


def line(labels: Sequence[bool], accepted: Sequence[bool], scores: Sequence[float]) -> str:
    """The figures as one line."""
    kept, refused, balanced = figures(labels, accepted)
    return (
        f"supported accepted {kept:.3f}, others refused {refused:.3f},"
        f" balanced accuracy {balanced:.3f}, AUROC {auroc(labels, scores):.3f}"
    )


def with_judge(checks: Sequence[WordCheck], labels: Sequence[bool], noise: float) -> str:
    """The figures with a judge who errs in a share `noise` of what is left to it, as expected."""
    true, false = (
        [
            float(check.verdict is not Verdict.UNSUPPORTED)
            if check.is_sure
            else (1 - noise if label else noise)
            for check, label in zip(checks, labels, strict=True)
            if label is wanted
        ]
        for wanted in (True, False)
    )
    kept, refused = sum(true) / (len(true) or 1), 1 - sum(false) / (len(false) or 1)
    asked = sum(not check.is_sure for check in checks)
    return (
        f"with a judge of {noise:.0%} noise, asked for {asked} of {len(checks)}: supported"
        f" accepted {kept:.3f}, others refused {refused:.3f},"
        f" balanced accuracy {(kept + refused) / 2:.3f}"
    )


def by_model(cases: Sequence[ClaimCase], folder: Path) -> list[WordCheck]:
    """What the model of natural language inference in `folder` says of each claim."""
    from research.adapters.entailment.onnx_entailment import OnnxEntailment

    model = OnnxEntailment(folder)
    found = asyncio.run(model.probabilities([(case.claim, case.evidence) for case in cases]))
    return [
        WordCheck(Verdict.SUPPORTED if one >= LIKELY else Verdict.PARTIAL, (), one) for one in found
    ]


def print_kinds(cases: Sequence[ClaimCase], accepted: Sequence[bool]) -> None:
    """Print for each kind how many were judged rightly."""
    counts: defaultdict[tuple[bool, str], list[bool]] = defaultdict(list)
    for case, taken in zip(cases, accepted, strict=True):
        counts[not case.is_true, case.kind].append(taken is case.is_true)
    for (is_false, kind), right in sorted(counts.items()):
        label = "refused" if is_false else "accepted"
        print(f"{kind:<20}{label} {sum(right):>3} of {len(right)}")


def main() -> None:
    """Judge the claims of a file, and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--by-kind", action="store_true")
    parser.add_argument("--noise", type=float, default=0.1)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--entailment", type=Path)
    parser.add_argument("--show", action="store_true", help="every claim that is judged wrongly")
    options = parser.parse_args()
    cases = load_claims(options.file)
    if options.cross_validate:
        from fit_claims import cross_validated

        checks = cross_validated(cases)
    elif options.entailment:
        checks = by_model(cases, options.entailment)
    else:
        checks = [check_evidence(case.claim, case.evidence) for case in cases]
    labels = [case.is_true for case in cases]
    accepted = [check.verdict is Verdict.SUPPORTED for check in checks]
    if options.show:
        for case, check in zip(cases, checks, strict=True):
            if (check.verdict is Verdict.SUPPORTED) is not case.is_true:
                told = "; ".join(check.reasons) or "supported"
                print(f"[{case.kind}] {case.claim}\n  {check.probability:.2f} {told}")
    if options.by_kind:
        print_kinds(cases, accepted)
    print(with_judge(checks, labels, options.noise))
    print(line(labels, accepted, [score_of(check) for check in checks]))


if __name__ == "__main__":
    main()

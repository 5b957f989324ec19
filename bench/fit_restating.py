"""Fits the judgement of what says nothing new: `research/text/agreement/restating_model.json`.

    pip install scikit-learn
    python bench/fit_restating.py [--dry-run]

A reader looked at pairs of sentences that keyless reports on miniweb had printed together, as many
from each range of the share of terms that they have in common, and told of each whether the shorter
one says nothing new beside the longer. `restating_labels.json` has the features of each pair, its
label and a number for its question; no page's text is in it.

Printed are, with each question held out in turn: the area under the ROC curve, and precision and
recall at the probability from which on a sentence counts as restated, beside those of the rule
before (eight tenths of the shorter one's terms, or six with the same figures).
"""

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut

from research.text.agreement.restating import FILE

LABELS = Path(__file__).with_name("restating_labels.json")
NAMES = ("overlap", "alike", "shared", "new_figure")
PRECISION = 0.9
"""What is left out by mistake is a fact lost; what is said twice costs a line."""


def main() -> None:
    """Fit, print what to believe of it, and write the model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dry-run", action="store_true", help="print, and write nothing")
    options = parser.parse_args()
    rows = json.loads(LABELS.read_text(encoding="utf-8"))
    values = np.array([[row[name] for name in NAMES] for row in rows])
    labels = np.array([row["restated"] for row in rows], dtype=bool)
    groups = np.array([row["question"] for row in rows])
    spread = values.std(axis=0)
    scaled = (values - values.mean(axis=0)) / spread
    held_out = np.zeros(len(rows))
    for fitted, left in LeaveOneGroupOut().split(scaled, labels, groups):
        model = LogisticRegression().fit(scaled[fitted], labels[fitted])
        held_out[left] = model.predict_proba(scaled[left])[:, 1]
    limit = _least_precise(held_out, labels)
    print(f"{len(rows)} pairs, {labels.sum()} restated; area {roc_auc_score(labels, held_out):.3f}")
    print(_line("fitted", held_out >= limit, labels))
    print(_line("before", np.array([row["before"] for row in rows], dtype=bool), labels))
    model = LogisticRegression().fit(scaled, labels)
    weights = model.coef_[0] / spread
    made = {
        "made": {"by": "bench/fit_restating.py", "from": f"{len(rows)} labelled pairs"},
        "restates": {
            "weights": dict(zip(NAMES, weights.round(5).tolist(), strict=True)),
            "means": dict(zip(NAMES, values.mean(axis=0).round(5).tolist(), strict=True)),
            "constant": round(float(model.intercept_[0]), 5),
        },
        "from": round(limit, 3),
    }
    if not options.dry_run:
        FILE.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def _least_precise(
    found: np.typing.NDArray[np.float64], labels: np.typing.NDArray[np.bool_]
) -> float:
    """The lowest limit with the wanted precision."""
    limits = [one for one in np.unique(found) if labels[found >= one].mean() >= PRECISION]
    return float(min(limits, default=1.0))


def _line(name: str, said: np.typing.NDArray[np.bool_], labels: np.typing.NDArray[np.bool_]) -> str:
    precision = labels[said].mean() if said.any() else 0.0
    return f"{name}: precision {precision:.2f}, recall {said[labels].mean():.2f}"


if __name__ == "__main__":
    main()

"""Fits the weights by which a report's sentences are chosen: `stages/write/worth_model.json`.

    pip install scipy
    python bench/fit_worth.py [--dry-run]

The questions of ``../shared/answers``, the topics of miniweb and those of `worth_questions.txt` are
searched and read by the product. Of the sentences that their reports could be made of, those are
wanted that answer a question or state a fact of a topic, and those are not that the set calls bad.
Some 1,200 more were labelled by readers: 400 from the sections of 18 reports, by one, and those of
`worth_questions.txt`, by two who did not see each other's grades (0, 1 or 2; the same in 87 of 100,
r = .90). `worth_labels.json` has these, as digests (`_digest`) of query and sentence, with the
mean, 0 to 1. The model is a logistic regression with an L2 penalty.

Printed is the area under the ROC curve, cross-validated over questions whose sources have no page
in common, beside that of the writer's own factor and gain without the model. How sure a sentence
is to answer comes from `answer_model.json`, which was fitted on the first of these sets.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from answer_cases import FOLDER as ANSWERS
from answer_scoring import grade, plain
from miniweb import FOLDER, MISSING, serve
from research.domain.request import ResearchRequest
from research.domain.request_bounds import SearchPlace
from research.jobs.new import new_job_id
from research.pipeline.run_context import Run
from research.pipeline.steps import (
    answer_parts,
    index_sources,
    read_pages,
    search_and_plan,
    select_passages,
)
from research.settings import Settings
from research.stages.select.source_relevance import relevant_sources
from research.stages.write.sentence_choice import gain_of, term_worth, weigh
from research.stages.write.worth import FILE, Topic, features, usual_gain
from research.stages.write.write import candidates_of, nearness_of
from research.text.terms import terms
from research.wiring.run import open_run
from scoring import states

LABELS = Path(__file__).with_name("worth_labels.json")
QUESTIONS = Path(__file__).with_name("worth_questions.txt")
WANTED = 0.5
PENALTY = 10.0
FOLDS = 8
PAGES_TOLD_APART = 3
"""The first relevant sources of two questions: one in common, and both are in one fold."""


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled sentence: its features, and what the writer's own measure makes of it."""

    features: dict[str, float]
    measure: float
    wanted: float
    pages: frozenset[str]


def fit(rows: Sequence[Row]) -> dict[str, Any]:
    """The weights, means and constant of `rows`."""
    names = list(rows[0].features)
    matrix = np.array([[row.features[name] for name in names] for row in rows])
    wanted = np.array([row.wanted for row in rows])
    means, scales = matrix.mean(axis=0), matrix.std(axis=0) + 1e-6
    scaled = (matrix - means) / scales

    def loss(weights: Any) -> tuple[float, Any]:
        scores = scaled @ weights[1:] + weights[0]
        slope = 1 / (1 + np.exp(-np.clip(scores, -50, 50))) - wanted
        total = (np.logaddexp(0, scores) - wanted * scores).sum()
        total += PENALTY * weights[1:] @ weights[1:]
        return total, np.r_[slope.sum(), scaled.T @ slope + 2 * PENALTY * weights[1:]]

    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    return {
        "weights": {
            name: round(float(w), 4) for name, w in zip(names, best[1:] / scales, strict=True)
        },
        "means": {name: round(float(mean), 4) for name, mean in zip(names, means, strict=True)},
        "constant": round(float(best[0]), 4),
    }


def out_of_fold(rows: Sequence[Row]) -> list[float]:
    """The score of each row by a model that was fitted without its fold."""
    groups = _groups([row.pages for row in rows])
    order = sorted(set(groups))
    fold = {group: number % FOLDS for number, group in enumerate(order)}
    scores = [0.0] * len(rows)
    for number in range(FOLDS):
        model = fit([row for row, g in zip(rows, groups, strict=True) if fold[g] != number])
        for place, (row, group) in enumerate(zip(rows, groups, strict=True)):
            if fold[group] == number:
                scores[place] = sum(
                    weight * (row.features[name] - model["means"][name])
                    for name, weight in model["weights"].items()
                )
    return scores


def _groups(pages: Sequence[frozenset[str]]) -> list[int]:
    """For each row the number of its group: rows with a page in common are in one."""
    names: list[set[str]] = []
    for one in dict.fromkeys(pages):
        joined = [group for group in names if group & one]
        names = [group for group in names if not group & one] + [set(one).union(*joined)]
    return [next(n for n, group in enumerate(names) if group & one) for one in pages]


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """The share of pairs, one wanted and one not, in which the wanted one has the higher score."""
    values, is_wanted = np.array(scores), np.array(labels)
    pairs = values[is_wanted][:, None] - values[~is_wanted][None, :]
    return float((pairs > 0).mean() + (pairs == 0).mean() / 2)


def _digest(query: str, sentence: str) -> str:
    return sha256(f"{query}\n{plain(sentence)}".encode()).hexdigest()[:16]


def _label(row: dict[str, Any], sentence: str, labels: dict[str, float]) -> float | None:
    """How much a report on the question or topic `row` wants `sentence`; None where unlabelled."""
    said = plain(sentence)
    if any(grade(part, sentence) > 0 for part in row.get("parts", ())):
        return 1.0
    if any(states(fact, sentence) for fact in row.get("facts", ())):
        return 1.0
    if any(
        plain(b["sentence"]) in said or said in plain(b["sentence"]) for b in row.get("bad", ())
    ):
        return 0.0
    return labels.get(_digest(row["query"], sentence))


async def _rows_of(row: dict[str, Any], settings: Settings, labels: dict[str, float]) -> list[Row]:
    """The labelled sentences among those that the report on `row` could be made of."""
    request = ResearchRequest(query=row["query"], search=(SearchPlace.SEARXNG,))
    async with open_run(settings, request) as wired:
        job_id = new_job_id(datetime.now(UTC))
        run = Run(request, job_id, wired.ports, wired.limits, lambda _: None, {})
        found, plan = await search_and_plan(run)
        sources = (await read_pages(run, found)).sources
        passages = await index_sources(run, sources)
        embedder = wired.ports.embedder
        relevance = await relevant_sources(run.query, run.within_scope(sources), embedder)
        judged = await answer_parts(run, sources, relevance)
        chosen = await select_passages(run, plan.questions, sources, passages, relevance)
        candidates = candidates_of(run.query, plan.questions, chosen, sources)
        own = await embedder.embed([one.text for one in candidates])
        around = await embedder.embed([one.around for one in candidates])
        (asked,) = await embedder.embed([run.query])
    answering = judged and judged.answering
    near = nearness_of(run.query, candidates, own @ asked, around @ asked, answering)
    documents = {source.id: terms(f"{source.title} {source.text}") for source in sources}
    worth = term_worth(sources, chosen.relevance, documents)
    topic = Topic.of(documents, chosen.relevance)
    gains = [gain_of(one, worth) for one in candidates]
    usual = usual_gain(gains)
    first = [one.url for one in sources if one.id in chosen.relevance][:PAGES_TOLD_APART]
    rows = []
    for one, nearness, gain in zip(candidates, near, gains, strict=True):
        label = _label(row, one.text, labels)
        if label is not None:
            measure = weigh(one, nearness, chosen.relevance[one.source], 1.0).factor * gain
            looks = features(one, nearness, gain / usual, topic)
            rows.append(Row(looks, measure / usual, label, frozenset(first)))
    return rows


def _asked() -> Iterator[dict[str, Any]]:
    yield from json.loads((ANSWERS / "questions.json").read_text(encoding="utf-8"))
    yield from json.loads((FOLDER / "topics.json").read_text(encoding="utf-8"))
    yield from ({"query": one} for one in QUESTIONS.read_text(encoding="utf-8").splitlines())


async def _gather() -> list[Row]:
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, serve("--scale", "0") as web:
        settings = Settings.load(
            searxng_url=web.base_url,
            fetch_allow_networks="127.0.0.0/8",
            reports_directory=Path(folder),
        )
        for asked in _asked():
            rows += await _rows_of(asked, settings, labels)
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return rows


def main() -> None:
    """Fit, print how well it judges, and write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dry-run", action="store_true", help="write no file")
    options = parser.parse_args()
    if MISSING:
        sys.exit(MISSING)
    rows = asyncio.run(_gather())
    wanted = [row.wanted >= WANTED for row in rows]
    before = auroc([row.measure for row in rows], wanted)
    after = auroc(out_of_fold(rows), wanted)
    measured = f"{sum(wanted)} wanted and {len(rows) - sum(wanted)} unwanted sentences: AUROC "
    measured += f"{after:.3f} cross-validated, {before:.3f} of the writer's measure without it"
    print(measured)
    if not options.dry_run:
        made = f"bench/fit_worth.py, {datetime.now(UTC):%Y-%m-%d}: {measured}"
        FILE.write_text(json.dumps({"made": made, "worth": fit(rows)}, indent=1) + "\n")


if __name__ == "__main__":
    main()

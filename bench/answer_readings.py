"""Reads cases as the answer stage does: parts, candidates and features, beside their grades."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from answer_cases import Case
from answer_scoring import grade
from research.adapters.embed.answer_encoder import AnswerEncoder
from research.adapters.embed.wordllama_embedder import WordllamaEmbedder
from research.ports import Embedder
from research.stages.answer.answer import Rows
from research.stages.answer.features import features
from research.stages.answer.parts import Part, parts_of
from research.stages.answer.pool import Pool, pool_of

FOLDS = 3
Vector = np.typing.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as the stage sees it: its parts, its candidates, their features, their grades."""

    case: Case
    parts: tuple[Part, ...]
    pool: Pool
    rows: Sequence[Rows]
    grades: Sequence[Vector]
    """For each part, of each candidate: 1 answers it, `PARTLY` in part, 0 not."""


def grades_of(case: Case, parts: Sequence[Part], pool: Pool) -> list[Vector]:
    """The grade of each candidate for each part, as the questions' file has it.

    Where the file parts a question otherwise than the stage does, its parts are spread in order.
    """
    graded = []
    for number in range(len(parts)):
        mine = [
            part
            for place, part in enumerate(case.parts)
            if _home(place, len(case.parts), len(parts)) == number
        ]
        mine = mine or list(case.parts[-1:])
        graded.append(
            np.array(
                [
                    max((grade(part, one.sentence.text) for part in mine), default=0.0)
                    for one in pool.candidates
                ]
            )
        )
    return graded


def _home(number: int, asked: int, parts: int) -> int:
    return number if asked == parts else min(number * parts // asked, parts - 1)


def fold_of(case: Case) -> int:
    """In which of `FOLDS` parts of all questions `case` is, whatever else is asked."""
    return crc32(case.id.encode()) % FOLDS


def folds(readings: Sequence[Reading]) -> Iterator[tuple[list[Reading], list[Reading]]]:
    """`FOLDS` times all readings but some, and those."""
    for number in range(FOLDS):
        yield (
            [one for one in readings if fold_of(one.case) != number],
            [one for one in readings if fold_of(one.case) == number],
        )


def read_cases(cases: Sequence[Case], encoders: Path | None = None) -> list[Reading]:
    """A reading of each case, by the product's encoder.

    Or by that of `encoders`, a folder of `fit_encoder.py --folds`, which was fitted without it.
    """
    product = AnswerEncoder()
    if encoders is None:
        return read_with(cases, lambda _: product)
    of_fold = [AnswerEncoder(encoders / f"{number}.npz") for number in range(FOLDS)]
    return read_with(cases, lambda case: of_fold[fold_of(case)])


def read_with(cases: Sequence[Case], encoder_for: Callable[[Case], Embedder]) -> list[Reading]:
    """A reading of each case, by the encoder that there is for it."""
    return asyncio.run(_read(cases, encoder_for))


async def _read(cases: Sequence[Case], encoder_for: Callable[[Case], Embedder]) -> list[Reading]:
    embedder = WordllamaEmbedder()
    readings = []
    for case in cases:
        parts = parts_of(case.query)
        pool = await pool_of(
            case.query,
            parts,
            case.sources,
            case.relevance,
            embedder=embedder,
            encoder=encoder_for(case),
        )
        rows = [
            [features(number, part, one, pool) for one in pool.candidates]
            for number, part in enumerate(parts)
        ]
        readings.append(Reading(case, parts, pool, rows, grades_of(case, parts, pool)))
    return readings

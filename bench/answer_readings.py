"""Reads cases as the answer stage does: parts, candidates and features, beside their grades."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from answer_cases import Case
from answer_scoring import grade
from research.adapters.embed.wordllama_embedder import WordllamaEmbedder
from research.stages.answer.answer import Rows
from research.stages.answer.candidates import Pool, pool_of
from research.stages.answer.features import features
from research.stages.answer.parts import Part, parts_of

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


def read_cases(cases: Sequence[Case]) -> list[Reading]:
    """A reading of each case."""
    return asyncio.run(_read(cases))


async def _read(cases: Sequence[Case]) -> list[Reading]:
    embedder = WordllamaEmbedder()
    readings = []
    for case in cases:
        parts = parts_of(case.query)
        pool = await pool_of(parts, case.sources, case.relevance, embedder)
        rows = [
            [features(number, part, one, pool) for one in pool.candidates]
            for number, part in enumerate(parts)
        ]
        readings.append(Reading(case, parts, pool, rows, grades_of(case, parts, pool)))
    return readings

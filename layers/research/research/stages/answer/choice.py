"""Chooses the sentences of the answer block: few words, and an answer to each part among them.

A reader reads about 75 words before deciding whether a report answers. So what counts is how
likely each part is answered by the sentences that start within them; each combination of a few
good sentences a part is tried, in the order in which the parts are asked.
"""

from collections.abc import Sequence
from itertools import combinations, islice, product

READ_FIRST_WORDS = 75
_MAX_A_PART = 3
_TRIED = {1: 7, 2: 7}
"""Sentences of each part that are tried, by how many parts there are."""
_TRIED_OF_MANY = 3
_MAX_COMBINATIONS = 5_000
_MANY_PARTS = 8
"""With more, fewer combinations are tried: what one takes grows with the square of the parts."""
_WORTH = 0.05
"""What a sentence costs a reader: less likely ones are not put first."""
_LATE = 0.05
"""What a sentence costs that starts later than `READ_FIRST_WORDS`."""
_WORD = 0.0002
_NEXT_BEST = 0.3
"""Of what is left of the share: so likely a second sentence answers if the first does not."""
_LEAST_BESIDE = 0.01
"""So likely the next best answers a part of which the best stands above."""
_NEARLY = 0.5
"""Of the best's share: so good a second serves as well."""
_READ_ON_WORDS = 25
"""So far beyond what is read first the second sentence of the last part may start."""


def choose(
    shares: Sequence[Sequence[float]],
    words: Sequence[int],
    are_answered: Sequence[bool] | None = None,
) -> list[list[int]]:
    """For each part, the rows of the candidates to print, likeliest first.

    One that is the best answer to two parts goes to the one that it answers better, or is there for
    both where nothing nearly as good is left for the other. `shares` has a row of candidates'
    shares for each part, `words` their lengths; a part that is not among those that `are_answered`
    takes no sentence from one that is.
    """
    are_answered = are_answered or [True] * len(shares)
    if not words:
        return [[] for _ in shares]
    tried = _TRIED.get(len(shares), _TRIED_OF_MANY)
    most = _MAX_A_PART if len(shares) in _TRIED else 2
    options = [_options(of_part, tried, most) for of_part in shares]
    best: list[list[int]] = []
    best_value = float("-inf")
    many = max(1.0, len(shares) / _MANY_PARTS)
    most_tried = max(1, int(_MAX_COMBINATIONS / many**2))
    for combination in islice(product(*options), most_tried):
        placed = _in_place(combination, shares, are_answered)
        value = _value(placed, shares, words)
        if value > best_value:
            best, best_value = placed, value
    return _filled(best, shares, words)


def _filled(
    chosen: list[list[int]], shares: Sequence[Sequence[float]], words: Sequence[int]
) -> list[list[int]]:
    """`chosen` with a second sentence to parts that have one, where what is read first has room.

    The first may not answer after all: of parts that it leaves open, the next best answers some. A
    part of which a part before it has said all has one in any case: "the answer above says this,
    too" sends its reader looking.
    """
    for part in reversed(range(len(chosen))):
        said = {row for rows in chosen for row in rows}
        left = [row for row in range(len(words)) if row not in said]
        if len(chosen[part]) > 1 or not left:
            continue
        second = max(left, key=lambda row: shares[part][row])
        unsure = 1.0 - shares[part][chosen[part][0]]
        room = READ_FIRST_WORDS - sum(words[row] for row in said)
        is_last = part == len(chosen) - 1
        above = {row for rows in chosen[:part] for row in rows}
        is_said_above = chosen[part][0] in above
        needed = 1 - _READ_ON_WORDS if is_last else words[second]  # others start after it
        least = min(_NEXT_BEST * unsure, _LEAST_BESIDE if is_said_above else 1.0)
        if (needed <= room or is_said_above) and shares[part][second] >= least > 0.0:
            chosen[part].append(second)
    return chosen


def _options(of_part: Sequence[float], tried: int, most: int) -> list[tuple[int, ...]]:
    ranked = sorted(range(len(of_part)), key=lambda row: -of_part[row])[:tried]
    return [rows for size in range(1, most + 1) for rows in combinations(ranked, size)]


def _value(
    combination: Sequence[Sequence[int]], shares: Sequence[Sequence[float]], words: Sequence[int]
) -> float:
    """How many parts are likely answered by what is read first, less what reading it costs."""
    start, cost = 0, 0.0
    said: set[int] = set()
    answered = [0.0] * len(shares)
    for rows in combination:
        for row in rows:
            if row in said:
                continue
            said.add(row)
            cost += _WORTH
            if start < READ_FIRST_WORDS:
                for part, of_part in enumerate(shares):
                    answered[part] += of_part[row]
            else:
                cost += _LATE
            start += words[row]
    return sum(min(1.0, one) for one in answered) - cost - _WORD * start


def _unshared(
    every: Sequence[int], shares: Sequence[Sequence[float]], are_answered: Sequence[bool]
) -> list[int]:
    """The best of the rows `every` for each part.

    Where that is the best of two parts, it goes to the one that it answers better, if another
    nearly as good is left for the other: else a reader finds each under the other's heading.
    """
    firsts = [max(every, key=lambda row: (of_part[row], -row)) for of_part in shares]
    for part, of_part in enumerate(shares):
        first = firsts[part]
        better = (n for n, other in enumerate(firsts) if other == first and are_answered[n])
        if any(shares[n][first] > of_part[first] for n in better):
            left = [row for row in every if row not in firsts]
            second = max(left, key=lambda row: (of_part[row], -row), default=first)
            if of_part[second] >= _NEARLY * of_part[first]:
                firsts[part] = second
    return firsts


def _in_place(
    combination: Sequence[Sequence[int]],
    shares: Sequence[Sequence[float]],
    are_answered: Sequence[bool],
) -> list[list[int]]:
    """Each part opens with the best answer to it among all chosen (`_unshared`); no row stands
    there twice.
    """
    every = list(dict.fromkeys(row for rows in combination for row in rows))
    firsts = _unshared(every, shares, are_answered)
    said: set[int] = set(firsts)
    chosen = []
    for first, rows, of_part in zip(firsts, combination, shares, strict=True):
        others = sorted((row for row in rows if row not in said), key=lambda row: -of_part[row])
        said.update(others)
        chosen.append([first, *others])
    return chosen

"""Gives each selected passage to one question, so that no two sections say the same."""

from collections.abc import Collection, Mapping, Sequence

from research.domain.passage import Evidence, Passage
from research.domain.question import Question
from research.text.sentences import sentence_spans
from research.text.terms import word_count

STATEMENTS_PER_CLAIM = 1.4
"""Sentences to choose each claim from: with fewer a writer repeats itself, and more are paid for
and not used."""
MAX_WORDS_PER_CLAIM = 60
"""Of what is to choose from, where sentences are long or a list has none."""
MIN_STATEMENTS_PER_CLAIM = 1.0
"""Where there are fewer, fewer claims are asked for."""
MIN_STATEMENT_WORDS = 8
"""A shorter sentence needs its neighbours to say something, and headings have no full stop."""
MIN_PASSAGES = 3


def share_passages(
    evidence: Sequence[Evidence],
    relevance: Mapping[int, float],
    used: Collection[str] = (),
    *,
    claims: int,
) -> list[tuple[Question, tuple[Passage, ...]]]:
    """Each question with the passages for `claims` claims; a passage goes where it ranks best.

    Questions take turns, so that none is left without while another has plenty. A passage of a
    less relevant source ranks lower by as much; one that is `used`, by id, goes nowhere.
    """
    ranked = [_ranking(one.passages, relevance) for one in evidence]
    taken = set(used)
    shares: list[list[Passage]] = [[] for _ in evidence]
    open_shares = list(range(len(shares)))
    while open_shares:
        for number in tuple(open_shares):
            best = next((p for p in ranked[number] if p.id not in taken), None)
            if best is not None:
                taken.add(best.id)
                shares[number].append(best)
            if best is None or _is_enough(shares[number], claims):
                open_shares.remove(number)
    return [(one.question, tuple(share)) for one, share in zip(evidence, shares, strict=True)]


def share_out(passages: Sequence[Passage], parts: int) -> list[tuple[Passage, ...]]:
    """`passages` in so many parts that say about as much, the best spread over all of them.

    No part is empty where there are as many passages. In each part those of one source stand
    together, in its order.
    """
    shares: list[list[Passage]] = [[] for _ in range(parts)]
    for passage in passages:
        min(shares, key=lambda share: (statements(share), len(share))).append(passage)
    return [_by_source(share) for share in shares]


def carried(passages: Sequence[Passage], claims: int) -> int:
    """How many of `claims` claims `passages` have enough to say for; at least one."""
    return max(1, min(claims, round(statements(passages) / MIN_STATEMENTS_PER_CLAIM)))


def _by_source(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    order = list(dict.fromkeys(passage.source for passage in passages))
    return tuple(sorted(passages, key=lambda p: (order.index(p.source), p.start)))


def statements(passages: Sequence[Passage]) -> int:
    """How many sentences say something by themselves."""
    return sum(
        word_count(text) >= MIN_STATEMENT_WORDS and not text[-1].isalnum()
        for passage in passages
        for text in (span.of(passage.text) for span in sentence_spans(passage.text))
    )


def _is_enough(share: Sequence[Passage], claims: int) -> bool:
    if len(share) < MIN_PASSAGES:
        return False
    words = sum(word_count(passage.text) for passage in share)
    return words >= MAX_WORDS_PER_CLAIM * claims or (
        statements(share) >= STATEMENTS_PER_CLAIM * claims
    )


def _ranking(passages: Sequence[Passage], relevance: Mapping[int, float]) -> list[Passage]:
    places = {passage.id: (place + 1) / relevance[passage.source]
              for place, passage in enumerate(passages)}  # fmt: skip
    return sorted(passages, key=lambda passage: places[passage.id])

"""Whether a claim has the one do something to the other, whom the evidence has do another thing."""

from collections.abc import Iterator, Sequence

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.stages.verify.checks.semantic_roles import Act, act_at, counts, is_act
from research.text.clauses import SAYING, Word, clause_words
from research.text.sentences import sentence_spans
from research.text.words.opposites import CONVERSE

_MOST_DEEDS = 8
"""So many verbs of a sentence are looked at: one that never ends may have any number."""
_OTHER_RELATION = frozenset("to from with for against of after before over than in at".split())


def deed_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where two verbs differ and their named doer and object have changed places.

    "A sued B" is not what "B fined A" says; "A bought it from B", of "B sold it to A", is: there a
    small word stands before the other party, and such pairs are passed over.
    """
    mine = clause_words(claim)
    for span in sentence_spans(evidence.said):
        said = clause_words(span.of(evidence.said))
        shared = {w.term for w in mine if counts(w)} & {w.term for w in said if counts(w)}
        theirs = _deeds(said, shared)
        for word, one in _deeds(mine, shared):
            for other, two in theirs:
                if _have_changed_places(one, two):
                    yield Doubt(
                        Verdict.PARTIAL,
                        f"the quote says “{other.text}” where the claim says “{word.text}”, "
                        "and of the other one",
                    )
                    return


def _deeds(words: Sequence[Word], shared: set[str]) -> list[tuple[Word, Act]]:
    """The verbs that only one side has, whose doer and object both sides name."""
    places = [
        place
        for place, word in enumerate(words)
        if word.term not in shared
        and word.term not in CONVERSE
        and word.plain not in SAYING
        and word.has_content
        and is_act(words, place)
        and not _has_other_relation(words, place)
    ]
    acts = [(words[place], act_at(words, place, shared)) for place in places[:_MOST_DEEDS]]
    return [(word, act) for word, act in acts if act.doer.is_named and act.done_to.is_named]


def _has_other_relation(words: Sequence[Word], place: int) -> bool:
    """Whether a small word comes right after the verb."""
    after = words[place + 1 : place + 2]
    return any(w.plain in _OTHER_RELATION for w in after)


def _have_changed_places(one: Act, other: Act) -> bool:
    return bool(one.doer.near & other.done_to.near and one.done_to.near & other.doer.near)

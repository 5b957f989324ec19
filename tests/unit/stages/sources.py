"""Sources of our own writing, for the tests of the stages between reading and printing."""

from hashlib import sha256

from research.domain.question import Question, QuestionKind
from research.domain.source import SearchHit, Source, SourceKind

HARBOUR = (
    "Ferry line to Nordholm will run on batteries from May\n"
    "The Vessa Ferry Company will replace its diesel ferry to Nordholm with a battery ferry in "
    "May 2026. The new ferry cost 24 million euros, of which the state paid 9 million.\n"
    "It charges for eleven minutes at each quay. "
    "“The engine room is now the quietest place on board,” said Ragna Holt, the ship's engineer.\n"
    "Subscribe to our newsletter for more stories like this one."
)
COUNCIL = (
    "Council hears about the battery ferry\n"
    "The county council of Vessa heard on Monday that the battery ferry to Nordholm will save "
    "1,400 tonnes of diesel a year. Opponents said the quay's new transformer cost 3.1 million "
    "euros more than planned. The Vessa Ferry Company expects 310,000 passengers on the battery "
    "ferry in its first year."
)
REPRINT = (
    "Battery ferry: the figures\n"
    "In May 2026, the Vessa Ferry Company will replace the diesel ferry to Nordholm with a "
    "battery ferry. Tickets will cost the same as before, the company said."
)
GARDEN = (
    "How to prune an apple tree in winter\n"
    "Prune apple trees when they have lost their leaves and before the buds swell. "
    "Cut back to an outward-facing bud, at a slight angle, with clean secateurs. "
    "A tree that was neglected for years should be pruned over three winters."
)


def source(number: int, text: str) -> Source:
    """A source whose title is its first line."""
    raw = text.encode()
    return Source(
        id=number,
        url=f"https://source-{number}.example/page",
        title=text.partition("\n")[0],
        kind=SourceKind.TEXT,
        sha256=sha256(raw).hexdigest(),
        raw_sha256=sha256(raw).hexdigest(),
        text=text,
        raw=raw,
    )


def ferry_sources() -> tuple[Source, ...]:
    """Four sources: the second is about something else, the others about a ferry."""
    texts = (HARBOUR, GARDEN, COUNCIL, REPRINT)
    return tuple(source(number, text) for number, text in enumerate(texts, start=1))


def question(text: str, kind: QuestionKind = QuestionKind.ASKED) -> Question:
    """A question that is its own heading and search."""
    return Question(text=text, search_query=text, heading=text, kind=kind)


def hit(title: str, snippet: str = "", rank: int = 1) -> SearchHit:
    """A hit with a title and a snippet."""
    return SearchHit(
        url=f"https://hit-{rank}.example/", title=title, snippet=snippet, provider="p", rank=rank
    )

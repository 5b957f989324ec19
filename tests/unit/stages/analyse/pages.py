"""Pages of our own writing for the tests of the analysis."""

import hashlib
from datetime import date

from research.domain.analysis.tone import SentenceTone
from research.domain.source import Source, SourceKind

WEDNESDAY = date(2026, 3, 11)
QUERY = "Why did Harrow Aerospace stop its cargo drone, and what does Velta Bank do?"
CRASH = (
    "Harrow Aerospace stops its cargo drone after a crash\n"
    "Harrow Aerospace said on Monday that its cargo drone had crashed near Leeds. "
    "Maria Keller, the chief executive of Harrow Aerospace, called the crash a terrible blow. "
    "The Civil Aviation Board (CAB) opened an inquiry into Harrow on 2 March 2026. "
    "Velta Bank owns a third of Harrow Aerospace. "
    "Keller thanked the rescuers in Leeds for their courage."
)
MONEY = (
    "Velta Bank stands by the maker of the cargo drone\n"
    "Harrow Aerospace, Inc. said on Monday that its cargo drone crashed near Leeds and burned. "
    "Velta Bank invested in Harrow Aerospace in 2024 and is happy with its wonderful drone. "
    "Mr. Okafor of Velta Bank met Maria Keller in Oslo. "
    "Daniel Okafor praised the excellent work of Ms. Keller. "
    "The CAB will report on 4 May."
)
LATER = (
    "What Harrow's drone may mean\n"
    "Harrow Aerospace might fly again on 9 April 2026. "
    "The CAB and Velta Bank declined to comment on the cargo drone. "
    "Keller said in Leeds that the drone is safe and that Okafor agrees. "
    "The weather over the hills was bad, and the wreck was a sad sight."
)


def page(number: int, text: str, **fields: object) -> Source:
    """A page of `text`, published on a Wednesday, with other `fields`."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    known = {
        "url": f"https://site-{number}.example/news", "title": text.partition("\n")[0],
        "published": WEDNESDAY, "language": "en", "site": f"Site {number}",
        "author": "", "kind": SourceKind.HTML,
    }  # fmt: skip
    return Source.model_validate(
        {
            **known,
            **fields,
            "id": number,
            "text": text,
            "raw": b"",
            "sha256": sha256,
            "raw_sha256": sha256,
        }
    )


def pages() -> tuple[Source, ...]:
    """Three pages of news about the same."""
    return page(1, CRASH, author="Ann Lee"), page(2, MONEY), page(3, LATER, published=None)


class FakeScorer:
    """Feels by three words alone."""

    def score(self, sentences: list[str]) -> list[SentenceTone]:
        return [
            SentenceTone(
                polarity=0.5 * ("wonderful" in one or "excellent" in one)
                - 0.5 * ("terrible" in one or "sad" in one or "bad" in one),
                subjectivity=0.1,
            )
            for one in sentences
        ]

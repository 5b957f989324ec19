"""Indexes sources: cuts them into passages, embeds these and stores the vectors."""

import asyncio
from collections.abc import Iterator, Sequence
from hashlib import sha256

from research.domain.passage import Passage
from research.domain.progress import Stage, Step
from research.domain.source import Source
from research.ports import Embedder, Progress, VectorStore
from research.text.sentences import sentence_spans
from research.text.terms import word_count

PASSAGE_WORDS = 90
"""A passage runs to the last sentence's end within so many words: three or four sentences, enough
to tell what they are about and not yet about two things."""
MAX_PASSAGE_CHARACTERS = 4_000
"""Six times what 90 words of prose have: for texts whose words have no end."""
BATCH_PASSAGES = 256
MAX_PASSAGES_PER_SOURCE = 400
"""36,000 words: past that a source is a book, and its beginning says what it is about."""


async def index(
    sources: Sequence[Source],
    *,
    job_id: str,
    embedder: Embedder,
    vectors: VectorStore,
    progress: Progress,
) -> tuple[Passage, ...]:
    """The passages of `sources`, stored under `job_id`, in the sources' order.

    Raises `EmbedderError` and `StoreError`.
    """
    passages = await asyncio.to_thread(_passages_of_all, sources)
    for start in range(0, len(passages), BATCH_PASSAGES):
        batch = passages[start : start + BATCH_PASSAGES]
        await vectors.add(job_id, batch, await embedder.embed([p.text for p in batch]), sources)
        done, total = start + len(batch), len(passages)
        progress(Step(stage=Stage.INDEX, done=done, total=total, message=f"{done} passages"))
    return passages


def _passages_of_all(sources: Sequence[Source]) -> tuple[Passage, ...]:
    return tuple(passage for source in sources for passage in passages_of(source))


def passages_of(source: Source) -> Iterator[Passage]:
    """The passages of `source`: whole sentences, about `PASSAGE_WORDS` words each, in order."""
    count = words = 0
    start = end = -1
    for span in sentence_spans(source.text):
        more = word_count(span.of(source.text))  # a sentence is counted once, however short it is
        is_over = words + more > PASSAGE_WORDS or span.end - start > MAX_PASSAGE_CHARACTERS
        if start >= 0 and is_over:
            yield _passage(source, start, end)
            count += 1
            if count == MAX_PASSAGES_PER_SOURCE:
                return
            start, words = -1, 0
        start = span.start if start < 0 else start
        end, words = span.end, words + more
    if start >= 0:
        yield _passage(source, start, end)


def _passage(source: Source, start: int, end: int) -> Passage:
    name = f"{source.sha256}:{start}:{end}"
    return Passage(
        id=sha256(name.encode()).hexdigest()[:32],
        source=source.id,
        start=start,
        end=end,
        text=source.text[start:end],
    )

"""The candidates of some sources for a query, as the product finds them."""

from collections.abc import Mapping, Sequence

from research.adapters.embed.answer_encoder import AnswerEncoder
from research.adapters.embed.wordllama_embedder import WordllamaEmbedder
from research.domain.source import Source
from research.stages.answer.parts import parts_of
from research.stages.answer.pool import Pool, pool_of


async def pool_for(
    query: str, sources: Sequence[Source], relevance: Mapping[int, float] | None = None
) -> Pool:
    """Where no relevance is given, every source is about the query."""
    return await pool_of(
        query,
        parts_of(query),
        sources,
        relevance or {one.id: 1.0 for one in sources},
        embedder=WordllamaEmbedder(),
        encoder=AnswerEncoder(),
    )

"""Opens the models: embedder, reranker, entailment, language model."""

from contextlib import AsyncExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from research.cache import CacheManager
from research.domain.errors import InvalidSettingError
from research.ports import Embedder, Entailment, Journal, LanguageModel, Reranker, SentimentScorer
from research.settings import Settings

if TYPE_CHECKING:
    from research.adapters.children.child_pool import ChildPool

MAX_TIMEOUTS = 2
"""A call of a model is not made again once it has taken as long as so many time-outs."""


def open_embedder(
    settings: Settings, stack: AsyncExitStack, cache: CacheManager | None = None
) -> Embedder:
    """The embedder of `settings`; its vectors are kept in `cache`, unless it is quicker
    than a cache.

    Raises `InvalidSettingError`.
    """
    match settings.embedder:
        case "wordllama":
            from research.adapters.embed.wordllama_embedder import WordllamaEmbedder

            return WordllamaEmbedder()
        case "onnx":
            embedder = _open_onnx_embedder(settings.embedder_directory)
        case "openai":
            from research.adapters.embed.openai_embedder import OpenAiEmbedder

            embedder = OpenAiEmbedder(
                settings.openai_api_key,
                base_url=settings.openai_base_url,
                model=settings.embedding_model,
                dimensions=settings.embedding_dimensions,
                timeout_seconds=settings.llm_timeout_seconds,
                max_retries=settings.llm_max_retries,
            )
            stack.push_async_callback(embedder.aclose)
        case other:
            raise InvalidSettingError(f"EMBEDDER: there is no {other!r}")
    if cache is None:
        return embedder
    from research.adapters.embed.cached_embedder import CachedEmbedder

    return CachedEmbedder(embedder, cache)


def open_encoder() -> Embedder:
    """The encoder of questions and of sentences that may answer them: it is in the package."""
    from research.adapters.embed.answer_encoder import AnswerEncoder

    return AnswerEncoder()


def open_reranker(settings: Settings) -> Reranker | None:
    """The reranker of `settings`; None where none is wanted. Raises `InvalidSettingError`."""
    if settings.reranker == "none":
        return None
    if settings.reranker_directory is None:
        raise InvalidSettingError("RERANKER_DIRECTORY: RERANKER=onnx needs it")
    try:
        from research.adapters.rerank.onnx_reranker import OnnxReranker
    except ImportError as error:
        raise InvalidSettingError(f"RERANKER: onnx needs the `local` extra: {error}") from error
    return OnnxReranker(settings.reranker_directory)


@cache
def open_sentiment() -> SentimentScorer:
    """The lexicon that tells the tone of sentences, read once."""
    from research.adapters.sentiment.vader_sentiment import VaderSentiment

    return VaderSentiment()


def open_entailment(settings: Settings) -> Entailment:
    """The judge of claims of `settings`. Raises `InvalidSettingError`."""
    if settings.entailment == "words":
        from research.adapters.entailment.word_entailment import WordEntailment

        return WordEntailment()
    if settings.entailment_directory is None:
        raise InvalidSettingError("ENTAILMENT_DIRECTORY: ENTAILMENT=onnx needs it")
    try:
        from research.adapters.entailment.onnx_entailment import OnnxEntailment
    except ImportError as error:
        raise InvalidSettingError(f"ENTAILMENT: onnx needs the `local` extra: {error}") from error
    return OnnxEntailment(settings.entailment_directory, sure_from=settings.entailment_sure_from)


def _open_onnx_embedder(folder: Path | None) -> Embedder:
    if folder is None:
        raise InvalidSettingError("EMBEDDER_DIRECTORY: EMBEDDER=onnx needs it")
    try:
        from research.adapters.embed.onnx_embedder import OnnxEmbedder
    except ImportError as error:
        raise InvalidSettingError(f"EMBEDDER: onnx needs the `local` extra: {error}") from error
    return OnnxEmbedder(folder)


def open_language_model(
    settings: Settings,
    stack: AsyncExitStack,
    children: "ChildPool",
    *,
    budget_usd: float | None = None,
    spent_usd: float = 0.0,
    cache: CacheManager | None = None,
    journal: Journal | None = None,
) -> LanguageModel | None:
    """The model of `settings`, or None without a key. `children` repair its answers.

    What `journal` or `cache` keeps costs nothing; each other try is checked against the budget, of
    which `spent_usd` were spent before. Raises `InvalidSettingError` for a budget in the money of a
    model whose price is not known, and for a key that can't be one. Needs a running loop.
    """
    if not settings.openai_api_key.get_secret_value():
        return None
    from research.adapters.llm.budgeted_model import BudgetedModel
    from research.adapters.llm.cached_model import CachedModel, JournalledModel
    from research.adapters.llm.call_costs import PriceTable
    from research.adapters.llm.lazy_model import ClosableModel, LazyModel
    from research.adapters.llm.openai_key import key_line
    from research.adapters.llm.retrying_model import RetryingModel

    name, fast_name = settings.llm_model, settings.llm_model_fast or settings.llm_model
    prices = PriceTable(settings.llm_prices)
    key_line(settings.openai_api_key)

    def open_model() -> ClosableModel:
        from research.adapters.llm.child_json_values import ChildJsonValues
        from research.adapters.llm.openai_model import OpenAiModel

        return OpenAiModel(
            settings.openai_api_key,
            base_url=settings.openai_base_url,
            model=name,
            fast_model=fast_name,
            prices=prices,
            timeout_seconds=settings.llm_timeout_seconds,
            max_retries=settings.llm_max_retries,
            concurrency=settings.llm_concurrency,
            reasoning_effort=settings.llm_reasoning_effort,
            json_values=ChildJsonValues(children),
        )

    lazy = LazyModel(open_model)
    stack.push_async_callback(lazy.aclose)
    model: LanguageModel = lazy
    if budget_usd is not None:
        model = BudgetedModel(
            model,
            budget_usd=budget_usd,
            price=prices.price(name),
            fast_price=prices.price(fast_name),
            spent_usd=spent_usd,
        )
    model = RetryingModel(
        model,
        max_retries=settings.llm_max_retries,
        patience_seconds=MAX_TIMEOUTS * settings.llm_timeout_seconds,
    )
    if cache is not None:
        server = settings.openai_base_url
        model = CachedModel(model, cache, model=name, fast_model=fast_name, server=server)
    return model if journal is None else JournalledModel(model, journal)

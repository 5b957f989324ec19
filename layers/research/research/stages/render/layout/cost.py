"""Says in words what the models of a report took."""

from research.domain.model_call import Cost
from research.stages.render.frame import Frame

SMALLEST_SHOWN_USD = 0.0001


def cost_in_words(cost: Cost, t: Frame) -> str:
    """Calls, tokens and dollars: ``12 model calls, 9,120 tokens, $0.0183``."""
    total = cost.total
    calls = t.count(total.calls, "{n} model call", "{n} model calls")
    if total.cached_calls:
        kept = t.number(total.cached_calls)
        calls = t("{calls} and {n} from the cache", calls=calls, n=kept)
    tokens = t("{n} tokens", n=t.number(total.prompt_tokens + total.answer_tokens))
    return t.listed(calls, tokens, _dollars(total.usd, t))


def _dollars(usd: float | None, t: Frame) -> str:
    if usd is None:
        return t("at a price that is not known")
    if 0 < usd < SMALLEST_SHOWN_USD:
        return t("less than {price}", price=f"${SMALLEST_SHOWN_USD}")
    return f"${usd:.4f}" if usd < 1 else f"${usd:,.2f}"

"""What a report cost, in words."""

from research.domain.model_call import Cost

SMALLEST_SHOWN_USD = 0.0001


def cost_in_words(cost: Cost) -> str:
    """Calls, tokens and dollars: ``12 model calls, 9,120 tokens, $0.0183``."""
    total = cost.total
    tokens = total.prompt_tokens + total.answer_tokens
    calls = f"{total.calls:,} model {'call' if total.calls == 1 else 'calls'}"
    kept = f" and {total.cached_calls:,} from the cache" if total.cached_calls else ""
    return f"{calls}{kept}, {tokens:,} tokens, {_dollars(total.usd)}"


def _dollars(usd: float | None) -> str:
    if usd is None:
        return "at a price that is not known"
    if 0 < usd < SMALLEST_SHOWN_USD:
        return f"less than ${SMALLEST_SHOWN_USD}"
    return f"${usd:.4f}" if usd < 1 else f"${usd:,.2f}"

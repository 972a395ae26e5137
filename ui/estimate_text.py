"""What an action would cost as one sentence. Pure."""

from collections.abc import Iterable
from decimal import Decimal

from ui.estimates import Estimate
from ui.figures import dollars
from ui.texts import Language, say


def estimate_text(estimate: Estimate, language: Language) -> str:
    """Requests, tokens and US dollars, without a full stop.

    Such as "3 requests, about 420 tokens in and at most 3,000 out, at most about $0.0123".
    What cannot be known is said: a reply without a limit, a model without a price. Names
    of models stand in it as they are; in HTML it must be escaped.
    """
    if not estimate.requests:
        return say(language, "estimate_none")
    parts = [_requests(estimate, language), *_tokens(estimate, language)]
    return _joined([*parts, *_cost(estimate, language)], "，", language)


def _requests(estimate: Estimate, language: Language) -> str:
    if estimate.requests == 1:
        return say(language, "estimate_request")
    return say(language, "estimate_requests", count=f"{estimate.requests:,}")


def _tokens(estimate: Estimate, language: Language) -> list[str]:
    sent = f"{estimate.input_tokens:,}"
    if estimate.output_tokens is not None:
        output = f"{estimate.output_tokens:,}"
        return [say(language, "estimate_both", input=sent, output=output)]
    told = [say(language, "estimate_input", input=sent)]
    if not estimate.unlimited:  # else it is said with the cost
        key = "estimate_open" if estimate.requests == 1 else "estimate_open_some"
        told.append(say(language, key))
    return told


def _cost(estimate: Estimate, language: Language) -> list[str]:
    unknown = _joined(estimate.unknown_prices, "、", language)
    no_price = [say(language, "estimate_unknown", models=unknown)] if unknown else []
    if estimate.unlimited:
        return [_open_cost(estimate, language), *no_price]
    if not estimate.usd:  # free, or nothing is known
        return no_price or [say(language, "estimate_free")]
    usd = dollars(estimate.usd)
    if unknown:
        return [say(language, "estimate_most_without", usd=usd, models=unknown)]
    return [say(language, "estimate_most", usd=usd)]


def _open_cost(estimate: Estimate, language: Language) -> str:
    usd = dollars(estimate.usd or Decimal(0))
    if estimate.requests == 1:
        return say(language, "estimate_prompt", usd=usd)
    models = _joined(estimate.unlimited, "、", language)
    return say(language, "estimate_without_replies", usd=usd, models=models)


def _joined(parts: Iterable[str], chinese: str, language: Language) -> str:
    return (chinese if language == "zh" else ", ").join(parts)

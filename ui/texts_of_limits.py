"""What is said in both languages where a limit of this Parley is reached."""

import math
from datetime import UTC, datetime
from decimal import Decimal

from guard.refused import Amount, LimitName, Refused
from ui.languages import Language

LONGEST_NAME = 100  # characters; a model's name is whatever was typed

SENTENCES: dict[LimitName, tuple[str, str]] = {
    "message_chars": (
        "The message has {value} characters, and at most {allowed} are accepted. Shorten it.",
        "消息有 {value} 个字符，最多 {allowed} 个。请缩短后重试。",
    ),
    "models": (
        "{value} is not among the models that are allowed here: {allowed}. Choose one of these.",
        "这里不能使用 {value}，可用的模型：{allowed}。请换一个。",
    ),
    "parameters": (
        "The parameter {value} may not be set here. Leave it out.",
        "这里不能设置参数 {value}，请去掉它。",
    ),
    "output_tokens": (
        "A reply may have at most {allowed} tokens here, and {value} were asked for. Lower the"
        " limit of the reply.",
        "这里每条回复最多 {allowed} 个词元，而请求了 {value} 个。请调低最大输出词元数。",
    ),
    "columns": (
        "At most {allowed} models can be compared at the same time here. Remove a column.",
        "这里最多同时对比 {allowed} 个模型，请移除一列。",
    ),
    "repeats": (
        "A prompt can be repeated at most {allowed} times here. Choose fewer.",
        "这里最多重复 {allowed} 次，请减少次数。",
    ),
    "turns": (
        "A conversation can have at most {allowed} messages here. Start a new one.",
        "这里每个对话最多 {allowed} 条消息，请开始新对话。",
    ),
    "streams": (
        "You have {allowed} replies under way, the most at the same time. Wait until one ends.",
        "你已有 {allowed} 条回复正在生成，这是同时进行的上限。请等其中一条结束。",
    ),
    "address_streams": (
        "Your network has {allowed} replies under way, the most at the same time. Wait until one"
        " ends.",
        "你所在的网络已有 {allowed} 条回复正在生成，这是同时进行的上限。请等其中一条结束。",
    ),
    "all_streams": (
        "Everyone together has as many replies under way as is possible here. Try again in a"
        " moment.",
        "所有人正在生成的回复已达到上限，请稍后重试。",
    ),
    "requests_per_minute": (
        "You can ask {allowed} times a minute. Try again {when}.",
        "每分钟最多提问 {allowed} 次，请{when}重试。",
    ),
    "address_requests_per_minute": (
        "Your network can ask {allowed} times a minute. Try again {when}.",
        "你所在的网络每分钟最多提问 {allowed} 次，请{when}重试。",
    ),
    "requests_per_day": (
        "You can ask {allowed} times a day. Try again {when}.",
        "每天最多提问 {allowed} 次，请{when}重试。",
    ),
    "address_requests_per_day": (
        "Your network can ask {allowed} times a day. Try again {when}.",
        "你所在的网络每天最多提问 {allowed} 次，请{when}重试。",
    ),
    "all_requests_per_day": (
        "Everyone together can ask {allowed} times a day here. Try again {when}.",
        "所有人每天合计最多提问 {allowed} 次，请{when}重试。",
    ),
    "tokens_per_day": (
        "You can use {allowed} tokens a day, and this could come to {value}. Ask for less, or try"
        " again {when}.",
        "每天最多使用 {allowed} 个词元，这次可能会达到 {value} 个。请缩短内容，或{when}重试。",
    ),
    "address_tokens_per_day": (
        "Your network can use {allowed} tokens a day, and this could come to {value}. Ask for"
        " less, or try again {when}.",
        "你所在的网络每天最多使用 {allowed} 个词元，这次可能会达到 {value} 个。"
        "请缩短内容，或{when}重试。",
    ),
    "all_tokens_per_day": (
        "Everyone together can use {allowed} tokens a day here, and this could come to {value}."
        " Ask for less, or try again {when}.",
        "所有人每天合计最多使用 {allowed} 个词元，这次可能会达到 {value} 个。"
        "请缩短内容，或{when}重试。",
    ),
    "usd_per_day": (
        "You can spend ${allowed} a day, and this could come to ${value}. Choose a cheaper model,"
        " or try again {when}.",
        "每天最多花费 ${allowed}，这次可能会达到 ${value}。请换更便宜的模型，或{when}重试。",
    ),
    "address_usd_per_day": (
        "Your network can spend ${allowed} a day, and this could come to ${value}. Choose a"
        " cheaper model, or try again {when}.",
        "你所在的网络每天最多花费 ${allowed}，这次可能会达到 ${value}。"
        "请换更便宜的模型，或{when}重试。",
    ),
    "all_usd_per_day": (
        "Everyone together can spend ${allowed} a day here, and this could come to ${value}."
        " Choose a cheaper model, or try again {when}.",
        "所有人每天合计最多花费 ${allowed}，这次可能会达到 ${value}。"
        "请换更便宜的模型，或{when}重试。",
    ),
}

NOTHING: dict[LimitName, tuple[str, str]] = {
    "models": ("No model is allowed here.", "这里不能使用任何模型。"),
    "columns": ("Comparing is switched off here.", "这里已关闭对比。"),
    "repeats": ("Repeating is switched off here.", "这里已关闭重复。"),
    "usd_per_day": (
        "Models that cost money, or whose price is unknown, are not allowed here.",
        "这里不能使用收费或价格未知的模型。",
    ),
    "address_usd_per_day": (
        "Models that cost money, or whose price is unknown, are not allowed here.",
        "这里不能使用收费或价格未知的模型。",
    ),
    "all_usd_per_day": (
        "Models that cost money, or whose price is unknown, are not allowed here.",
        "这里不能使用收费或价格未知的模型。",
    ),
}
"""For a limit that is 0, and so never frees."""
ASKING_OFF = ("Asking is switched off here.", "这里已关闭提问。")

TIMES: tuple[tuple[int, int, tuple[str, str]], ...] = (
    (120, 1, ("in {count} s", "在 {count} 秒后")),
    (7200, 60, ("in {count} min", "在 {count} 分钟后")),
    (0, 3600, ("in {count} h", "在 {count} 小时后")),
)
"""Up to so many seconds, the unit in seconds, and its words."""


def limit_text(language: Language, refused: Refused, now: datetime | None = None) -> str:
    """The limit and when it frees, in one or two sentences. now: with its zone."""
    chosen = language == "zh"
    if refused.allowed in (0, ()):
        return NOTHING.get(refused.limit, ASKING_OFF)[chosen]
    return SENTENCES[refused.limit][chosen].format(
        value=_shown(refused.value),
        allowed=_shown(refused.allowed),
        when=_when(language, refused.frees_at, now or datetime.now(UTC)),
    )


def _when(language: Language, frees_at: datetime | None, now: datetime) -> str:
    if frees_at is None:
        return ""
    seconds = max((frees_at - now).total_seconds(), 1)
    unit, words = next((unit, words) for most, unit, words in TIMES if seconds <= most or not most)
    return words[language == "zh"].format(count=math.ceil(seconds / unit))


def _shown(amount: Amount) -> str:
    match amount:
        case int():
            return f"{amount:,}"
        case Decimal():
            return f"{amount:.2f}" if amount >= 1 or amount == round(amount, 2) else f"{amount:.4f}"
        case tuple():
            return ", ".join(name[:LONGEST_NAME] for name in amount)
        case _:
            return amount if len(amount) <= LONGEST_NAME else f"{amount[:LONGEST_NAME]}…"

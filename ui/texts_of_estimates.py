"""Every word about what an action would cost, in English and 中文; `texts` takes them in."""

ESTIMATE_WORDS: dict[str, tuple[str, str]] = {
    "estimate_none": ("nothing to send", "没有要发送的内容"),
    "estimate_request": ("1 request", "1 个请求"),
    "estimate_requests": ("{count} requests", "{count} 个请求"),
    # tokens
    "estimate_both": (
        "about {input} tokens in and at most {output} out",
        "输入约 {input} 词元，输出最多 {output} 词元",
    ),
    "estimate_input": ("about {input} tokens in", "输入约 {input} 词元"),
    "estimate_open": ("no limit on the reply", "回复没有长度上限"),
    "estimate_open_some": ("no limit on those out", "输出没有上限"),
    # US dollars
    "estimate_free": ("free", "免费"),
    "estimate_most": ("at most about {usd}", "费用最多约 {usd}"),
    "estimate_most_without": (
        "at most about {usd} without {models}, whose price is unknown",
        "费用最多约 {usd}，不含 {models}（价格未知）",
    ),
    "estimate_prompt": (
        "about {usd} for the prompt, no limit on the reply, so the cost is open",
        "提示词约 {usd}，回复没有长度上限，总费用无法确定",
    ),
    "estimate_without_replies": (
        "about {usd} without the replies of {models}, which have no limit, so the cost is open",
        "不计 {models} 的回复约 {usd}，这些回复没有长度上限，总费用无法确定",
    ),
    "estimate_unknown": ("price unknown for {models}", "{models} 的价格未知"),
}

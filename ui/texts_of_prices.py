"""Words of Explore's part with the prices: counts, costs, ratios, the chart."""

PRICE_WORDS: dict[str, tuple[str, str]] = {
    "prices": ("Prices", "价格"),
    # what is asked for
    "prices_fields": ("What is to be priced", "计价条件"),
    "prices_input": ("Input tokens per request", "每次请求的输入词元"),
    "prices_cached": ("Of these cached", "其中命中缓存"),
    "prices_output": ("Output tokens per request", "每次请求的输出词元"),
    "prices_requests": ("Requests per day", "每天请求数"),
    "prices_search": ("Search model or server", "搜索模型或服务器"),
    "prices_from_text": ("Estimate input tokens from a text", "根据文本估算输入词元"),
    "prices_text": ("Text to estimate tokens from", "用于估算词元的文本"),
    "prices_text_hint": ("Paste a text", "在此粘贴文本"),
    "prices_estimated": ("≈ estimated from the text", "≈ 根据文本估算"),
    # what is refused, each at its field
    "prices_fault_words": (
        "Enter a whole number, such as 1,000, 2k or 1.5M.",
        "请输入整数，例如 1,000、2k 或 1.5M。",
    ),
    "prices_fault_negative": ("Enter 0 or more.", "请输入 0 或更大的数。"),
    "prices_fault_fraction": (
        "Enter a whole number; a part of one cannot be counted.",
        "请输入整数，不能是小数。",
    ),
    "prices_fault_huge": ("Enter at most {most}.", "最多可输入 {most}。"),
    "prices_fault_cached": (
        "Enter no more than the input tokens.",
        "不能超过输入词元数。",
    ),
    "prices_fault_text": (
        "The text has more than {most} characters; shorten it.",
        "文本超过 {most} 个字符，请缩短。",
    ),
    # the table
    "prices_table": ("Costs by model", "各模型费用"),
    "prices_mix": (
        "For {input} input tokens ({cached} cached) and {output} output tokens per request,"
        " {requests} requests per day. A month is {days} days.",
        "按每次请求 {input} 输入词元（其中缓存 {cached}）、{output} 输出词元，"
        "每天 {requests} 次请求计算；每月按 {days} 天计。",
    ),
    "prices_mix_estimated": (
        "For about {input} input tokens (estimated; {cached} cached) and {output} output tokens"
        " per request, {requests} requests per day. A month is {days} days.",
        "按每次请求约 {input} 输入词元（估算值，其中缓存 {cached}）、{output} 输出词元，"
        "每天 {requests} 次请求计算；每月按 {days} 天计。",
    ),
    "prices_unknown_one": (
        "The price of 1 model is unknown; it is listed last.",
        "有 1 个模型价格未知，列在最后。",
    ),
    "prices_unknown": (
        "The prices of {count} models are unknown; they are listed last.",
        "有 {count} 个模型价格未知，列在最后。",
    ),
    "prices_not_found": (
        "No model matches this search; {known} are known.",
        "没有符合搜索条件的模型（共 {known} 个）。",
    ),
    "prices_clear_search": ("Clear search", "清除搜索"),
    "prices_column_request": ("Per request", "每次请求"),
    "prices_column_day": ("Per day", "每天"),
    "prices_column_month": ("Per month (30 days)", "每月（30 天）"),
    "prices_choose": ("Compare {model}", "比较 {model}"),
    "prices_near": ("near match: priced as {model}", "近似匹配：按 {model} 计价"),
    "prices_as": ("priced as {model}", "按 {model} 计价"),
    # how chosen models compare
    "prices_matrix": ("How many times as much", "费用倍数"),
    "prices_matrix_hint": (
        "Choose 2 to 8 models in the table to see how many times as much one costs as another.",
        "在表格中选择 2 到 8 个模型，即可查看它们之间的费用倍数。",
    ),
    "prices_matrix_caption": (
        "The model of the row costs so many times as much as the model of the column, for this"
        " mix of tokens.",
        "在当前词元配比下，行中模型的费用是列中模型的多少倍。",
    ),
    "prices_matrix_corner": ("Row ÷ column", "行 ÷ 列"),
    "prices_matrix_none": (
        "–: one of the two costs nothing, so there is no ratio.",
        "–：其中一方费用为 0，无法计算倍数。",
    ),
    "prices_most_chosen": (
        "Up to 8 models can be compared; remove one first.",
        "最多比较 8 个模型，请先移除一个。",
    ),
    "prices_chosen": ("Chosen models", "已选模型"),
    "prices_remove": ("Remove {model}", "移除 {model}"),
    "prices_remove_all": ("Remove all", "全部移除"),
    # the chart
    "prices_chart": ("Chart", "图表"),
    "prices_chart_model": ("Model", "模型"),
    "prices_chart_axis": ("Cost per month (USD)", "每月费用（美元）"),
    "prices_chart_chosen": (
        "Cost per month (USD) of the chosen models",
        "所选模型的每月费用（美元）",
    ),
    "prices_chart_cheapest": (
        "Cost per month (USD) of the cheapest priced models",
        "有价格的模型中最便宜者的每月费用（美元）",
    ),
    "prices_chart_unknown": ("Price unknown: {models}.", "价格未知：{models}。"),
    "prices_chart_no_prices": (
        "No price is known, so there is nothing to draw.",
        "没有已知价格，无法绘制图表。",
    ),
    "prices_chart_nothing": (
        "Every cost is 0, so there is no bar to draw.",
        "所有费用均为 0，没有可绘制的柱形。",
    ),
}

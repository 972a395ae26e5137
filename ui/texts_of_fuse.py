"""Every word about fusing and judging replies, in English and 中文; `texts` takes them in."""

FUSE_WORDS: dict[str, tuple[str, str]] = {
    "fuse": ("Fuse or judge", "综合或评分"),
    "fuse_purpose": ("Task", "任务"),
    "fuse_write": ("Write the best answer", "写出最好的答案"),
    "fuse_score": ("Score the replies", "给回复打分"),
    "fuse_model": ("Model that reads the replies", "阅读这些回复的模型"),
    "fuse_model_hint": ("Choose or type server:model", "选择或输入 服务器:模型"),
    "fuse_template": ("Prompt that it gets", "发给它的提示词"),
    "fuse_restore": ("Restore the prompt", "恢复默认提示词"),
    "fuse_estimate": ("Estimate the cost", "估算费用"),
    "fuse_ask": ("Ask {model}", "询问 {model}"),
    "fuse_cancel": ("Cancel", "取消"),
    "fuse_reply": ("What it writes", "它写的内容"),
    "fuse_welcome": (
        "A model of your choice reads the latest replies of all columns, in random order and"
        " without the names of their models. It is asked only after you have seen the cost.",
        "由你选择的模型阅读各列最新的回复，顺序随机，不显示模型名称。确认费用后才会发送。",
    ),
    "fuse_sent": ("The prompt as it was sent", "实际发送的提示词"),
    "fuse_order": ("When asked: {pairs}", "提问时：{pairs}"),
    "fuse_pair": ("Reply {number} = column {letter}", "回复 {number} = {letter} 列"),
    # what is left out, and refusals
    "fuse_left_out": (
        "Column {letters} is left out: it has no reply to this question.",
        "{letters} 列未包含：没有对这个问题的回复。",
    ),
    "fuse_left_out_some": (
        "Columns {letters} are left out: they have no reply to this question.",
        "{letters} 列未包含：没有对这个问题的回复。",
    ),
    "fuse_too_few": (
        "At least 2 columns must have a reply to the same question; now it is {count}."
        " Run the comparison, or retry columns that failed.",
        "至少需要 2 列对同一个问题的回复，现在有 {count} 列。请运行对比，或重试失败的列。",
    ),
    "fuse_too_long": (
        "The prompt with the replies has {size} characters; at most {limit} can be sent."
        " Shorten the prompt or remove a column.",
        "提示词连同回复共 {size} 个字符，最多可发送 {limit} 个。请缩短提示词或移除一列。",
    ),
    "fuse_changed": (
        "The replies, the prompt or the model have changed. This is the new estimate.",
        "回复、提示词或模型已有变化，这是新的估算。",
    ),
}

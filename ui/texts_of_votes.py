"""Every word about comparing without names, and votes; `texts` takes them in."""

VOTE_WORDS: dict[str, tuple[str, str]] = {
    "blind": ("Blind", "盲测"),
    "blind_hint": (
        "Shuffle the columns and hide their models until you have voted",
        "打乱各列顺序，投票前隐藏模型名称",
    ),
    "blind_later": (
        "Names will be hidden with the next new comparison.",
        "从下一次新对比开始隐藏名称。",
    ),
    "blind_needs_two": (
        "Blind needs two columns: with one there is nothing to vote on. Add a column.",
        "盲测至少需要两列，只有一列无法投票。请添加列。",
    ),
    # while names are hidden
    "name_hidden": ("hidden", "已隐藏"),
    "lane_waiting": ("waiting", "等待中"),
    "not_while_hidden": (
        "Not while names are hidden: vote first, or show the names.",
        "名称隐藏时无法操作，请先投票或显示名称。",
    ),
    "link_hidden": (
        "A link would show the names: vote first.",
        "链接会暴露名称，请先投票。",
    ),
    "hidden_failed": (
        "This column failed. The reason is shown together with the names.",
        "这一列失败了，原因会与名称一起显示。",
    ),
    "hidden_incomplete": (
        "The reply broke off. The reason is shown together with the names.",
        "回复中断了，原因会与名称一起显示。",
    ),
    "hidden_ending": (
        "Why the reply ended is shown together with the names.",
        "回复结束的原因会与名称一起显示。",
    ),
    "hidden_refusal": (
        "This cannot be sent to every column. The reason would name a model: show the names"
        " and send it again.",
        "无法发送给所有列，原因会暴露模型名称。请显示名称后重新发送。",
    ),
    "some_models": ("some models", "部分模型"),
    # the vote
    "vote": ("Which reply is best?", "哪个回复最好？"),
    "vote_column": ("Column {letter} is best", "{letter} 列最好"),
    "vote_tie": ("Tie", "平局"),
    "vote_all_bad": ("All bad", "都不好"),
    "vote_names": ("Show names", "显示名称"),
    "vote_too_few": ("A vote needs two replies.", "至少有两个回复才能投票。"),
    "voted_column": ("You voted: {letter} is best.", "你的投票：{letter} 列最好。"),
    "voted_tie": ("You voted: tie.", "你的投票：平局。"),
    "voted_all_bad": ("You voted: all bad.", "你的投票：都不好。"),
    "your_vote": ("your vote", "你的选择"),
    # a vote that was not taken
    "vote_not_kept": ("Your vote was not saved. {reason}", "投票未保存。{reason}"),
    "vote_twice": (
        "This message has a vote already, from another page. It stays as it is.",
        "这条消息已在另一个页面投过票，原投票保持不变。",
    ),
    "vote_gone": (
        "Your vote was not saved: the comparison was deleted meanwhile.",
        "投票未保存：该对比已被删除。",
    ),
    "vote_unfit": (
        "Your vote was not saved: it does not fit the columns as they are now.",
        "投票未保存：它与当前各列不符。",
    ),
}

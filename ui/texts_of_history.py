"""Words about kept conversations."""

HISTORY_WORDS: dict[str, tuple[str, str]] = {
    "earlier_branch": ("Earlier version", "上一个版本"),
    "later_branch": ("Later version", "下一个版本"),
    "chat_not_found": (
        "This conversation is not here: it was deleted, or it belongs to somebody else."
        " Choose another one, or begin a new chat.",
        "找不到这个对话：它已被删除，或属于他人。请选择其他对话，或开始新对话。",
    ),
    "about": ("About you", "关于你"),
    "about_text": ("What models should know about you", "希望模型了解的情况"),
    "about_hint": (
        "Such as: I am a nurse. Answer briefly, in plain words.",
        "例如：我是护士。请用简单的语言简短回答。",
    ),
    "personal": ("Goes along in this chat", "在此对话中附带发送"),
    "temporary": ("Temporary chat", "临时对话"),
    "temporary_told": (
        "This chat is temporary: it is not kept. It is gone when the page is closed.",
        "这是临时对话，不会保存，关闭页面后就会消失。",
    ),
    "sidebar_search": ("Search chats", "搜索对话"),
    "sidebar_empty": ("What you ask is kept here.", "你的对话会保存在这里。"),
    "sidebar_none": ("Nothing was found.", "没有找到。"),
    "sidebar_more": ("Show more", "显示更多"),
    "sidebar_actions": ("Actions for {title}", "“{title}”的操作"),
    "sidebar_rename": ("Rename", "重命名"),
    "sidebar_pin": ("Pin", "置顶"),
    "sidebar_unpin": ("Unpin", "取消置顶"),
    "sidebar_delete": ("Delete", "删除"),
    "untitled": ("Without a title", "无标题"),
    "chat_deleted": ("Deleted.", "已删除。"),
    "restore": ("Undo", "撤销"),
    "day_pinned": ("Pinned", "置顶"),
    "day_today": ("Today", "今天"),
    "day_yesterday": ("Yesterday", "昨天"),
    "day_week": ("Previous 7 days", "过去 7 天"),
    "day_month": ("Previous 30 days", "过去 30 天"),
    "sidebar_link": ("Copy link to read it", "复制只读链接"),
    "sidebar_revoke": ("Revoke its links", "撤销链接"),
    "sidebar_json": ("Export as JSON", "导出为 JSON"),
    "sidebar_markdown": ("Export as Markdown", "导出为 Markdown"),
    "sidebar_jsonl": ("Export for fine-tuning (JSONL)", "导出微调数据（JSONL）"),
    "export_all": ("Export all", "导出全部"),
    "import_chats": ("Import…", "导入…"),
    "chat_link_copied": (
        "The link is copied. Whoever may open this Parley can read the conversation with it,"
        " until you revoke its links.",
        "链接已复制。能打开此 Parley 的人都可以用它阅读这个对话，直到你撤销链接。",
    ),
    "links_revoked": ("Its links open nothing any more.", "它的链接已全部失效。"),
    "no_links": ("It has no links.", "它没有链接。"),
    "tuning_nothing": (
        "No reply in it is complete, so there is nothing to train on.",
        "其中没有完整的回复，因此没有可用于微调的内容。",
    ),
    "tuning_left_out": (
        "Turns without a complete reply were left out: {count}.",
        "已略过没有完整回复的轮次：{count}。",
    ),
    "reading_only": (
        "This is a conversation that was shared to be read.",
        "这是一个分享给你阅读的对话。",
    ),
    "reading_end": ("Open Parley", "打开 Parley"),
    "reading_gone": (
        "This link opens nothing: it was revoked, or the conversation was deleted."
        " Ask whoever gave it to you for a new one.",
        "此链接已失效：链接被撤销，或对话已删除。请向分享者索取新的链接。",
    ),
    "unmeasured": ("not measured", "未测量"),
    "not_your_page": (
        "This page belongs to somebody else. Reload it to get one of your own.",
        "此页面属于他人。请重新加载页面。",
    ),
}

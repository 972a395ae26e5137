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
}

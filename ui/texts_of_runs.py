"""Every word about comparisons that are kept, in English and 中文; `texts` takes them in."""

from store.errors import Fault, Flaw

RUN_WORDS: dict[str, tuple[str, str]] = {
    "runs": ("Kept comparisons", "已保存的对比"),
    "runs_choose": ("Kept comparison", "选择已保存的对比"),
    "runs_none": ("Nothing is kept yet.", "还没有保存的对比。"),
    "run_open": ("Open", "打开"),
    "run_replay": ("Run again", "重新运行"),
    "run_title": ("Title", "标题"),
    "run_rename": ("Rename", "重命名"),
    "run_delete": ("Delete", "删除"),
    "run_import": ("Import", "导入"),
    "run_choose_first": ("Choose a kept comparison first.", "请先选择一个已保存的对比。"),
    "run_gone": ("This comparison is no longer kept.", "这个对比已不存在。"),
    "run_renamed": ("Renamed to “{title}”.", "已重命名为“{title}”。"),
    "run_deleted": ("“{title}” is deleted.", "“{title}”已删除。"),
    "run_imported": ("“{title}” is imported.", "“{title}”已导入。"),
    "run_not_read": ("The file was not imported: {flaw}.", "文件未导入：{flaw}。"),
    "not_kept": (
        "History is not being saved: {fault}. Everything else goes on.",
        "历史记录暂时无法保存：{fault}。其他功能不受影响。",
    ),
    "moved_aside": (
        "The history file was damaged. It was moved to {place}; a new one begins.",
        "历史记录文件已损坏，已移到 {place}，并新建了一个。",
    ),
}

CHINESE_FAULTS: dict[Fault, str] = {
    "full": "磁盘已满",
    "read_only": "文件夹或文件不可写",
    "locked": "文件被其他程序占用",
    "damaged": "文件已损坏",
    "newer": "文件由更新版本的 Parley 写入，未作改动",
    "failed": "数据库无法连接或出错",
}
CHINESE_FLAWS: dict[Flaw, str] = {
    "too_large": "超过 {limit} 的上限",
    "too_many": "{place} 的数量超过上限 {limit}",
    "too_deep": "嵌套超过 {limit} 层",
    "damaged": "{place} 不是 JSON",
    "no_toml": "{place} 不是 TOML",
    "wrong_format": "不是导出的对比文件",
    "no_conversations": "既不是 Parley 的对话，也不是 ChatGPT 的对话",
    "no_presets": "不是 Parley 的预设",
    "newer_version": "由更新版本的 Parley 写入",
    "unknown_version": "版本未知",
    "unknown_field": "{place} 是未知字段",
    "missing_field": "缺少 {place}",
    "wrong_type": "{place} 的类型不对",
    "out_of_range": "{place} 超出范围",
    "repeated": "{place} 重复出现",
    "unknown_parent": "{place} 指向的消息不存在，或在它之后",
    "circle": "{place} 的上级关系形成了循环",
}

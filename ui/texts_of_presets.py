"""Words about presets and what a person says of themselves; `texts` takes them in."""

PRESET_WORDS: dict[str, tuple[str, str]] = {
    "presets": ("Presets", "预设"),
    "preset_choose": ("Preset", "选择预设"),
    "preset_apply": ("Apply", "应用"),
    "preset_delete": ("Delete", "删除"),
    "preset_name": ("Save the current settings as", "将当前设置另存为"),
    "preset_name_columns": ("Save the current columns as", "将当前各列另存为"),
    "preset_name_hint": ("Name", "名称"),
    "preset_save": ("Save", "保存"),
    "preset_with_model": ("With the model", "包含模型"),
    "preset_export": ("Export", "导出"),
    "preset_import": ("Import…", "导入…"),
    # in the lists
    "preset_included": ("{name} · included", "{name} · 自带"),
    "preset_columns": ("{name} · {count} columns", "{name} · {count} 列"),
    "preset_columns_one": ("{name} · 1 column", "{name} · 1 列"),
    "preset_for_all": ("{name} · for all columns", "{name} · 用于所有列"),
    "preset_for_all_included": (
        "{name} · for all columns, included",
        "{name} · 用于所有列，自带",
    ),
    # what was done
    "preset_applied": ("“{name}” is applied.", "已应用“{name}”。"),
    "preset_applied_all": (
        "“{name}” is applied to all columns: its system prompt and parameters.",
        "已将“{name}”的系统提示词和参数应用到所有列。",
    ),
    "preset_columns_replaced": (
        "“{name}” is applied. What was compared before is under Kept comparisons.",
        "已应用“{name}”。之前的对比可在“已保存的对比”中找到。",
    ),
    "preset_saved": ("“{name}” is saved.", "“{name}”已保存。"),
    "preset_deleted": ("“{name}” is deleted.", "“{name}”已删除。"),
    "presets_imported": ("{count} presets are imported.", "已导入 {count} 个预设。"),
    "presets_imported_both": (
        "{count} presets are imported: for Chat {chat}, for Compare {columns}.",
        "已导入 {count} 个预设：聊天 {chat} 个，对比 {columns} 个。",
    ),
    "preset_undo": ("Undo", "撤销"),
    # what is asked first
    "preset_there": (
        "You have a preset “{name}” already. Replace it?",
        "已有名为“{name}”的预设。要替换吗？",
    ),
    "preset_there_columns": (
        "“{name}” is already a set of columns in Compare. Replace it?",
        "“{name}”已是“对比”中的一组列。要替换吗？",
    ),
    "preset_there_chat": (
        "“{name}” is already a preset in Chat. Replace it?",
        "“{name}”已是“聊天”中的预设。要替换吗？",
    ),
    "presets_there": (
        "The file holds others under names that you use: {names}. Replace yours?",
        "文件中有与你的预设同名但内容不同的预设：{names}。要替换你的吗？",
    ),
    "preset_replace": ("Replace", "替换"),
    "preset_cancel": ("Cancel", "取消"),
    # what could not be done
    "preset_none": ("Choose a preset first.", "请先选择一个预设。"),
    "preset_gone": ("This preset is no longer there.", "这个预设已不存在。"),
    "preset_included_stays": (
        "Presets that come with Parley stay. Only your own can be deleted.",
        "自带的预设不能删除，只能删除你自己的预设。",
    ),
    "preset_name_wrong": (
        "Give it a name first: one line of at most {limit} characters.",
        "请先取一个名称：一行，最多 {limit} 个字符。",
    ),
    "preset_too_large": (
        "This is too long for a preset, which holds at most {limit} MB. Shorten the prompt.",
        "内容过长，一个预设最多 {limit} MB。请缩短提示词。",
    ),
    "presets_too_many": (
        "Nothing was saved: at most {limit} presets are kept. Delete some first.",
        "未保存：最多可保留 {limit} 个预设。请先删除一些。",
    ),
    "presets_nothing": (
        "There is nothing to export yet: save a preset of your own first.",
        "还没有可导出的预设，请先保存一个自己的预设。",
    ),
    "presets_empty": ("The file holds no presets.", "文件中没有预设。"),
    "presets_not_kept": (
        "Your presets cannot be read or saved now: {fault}. Try again later.",
        "现在无法读取或保存你的预设：{fault}。请稍后再试。",
    ),
    # what a person says of themselves
    "about_note": (
        "Goes along with the system prompt of every chat. What stands here is all of it.",
        "与每个对话的系统提示词一起发送，内容就是这里显示的全部。",
    ),
    "about_filled": ("About you (filled in)", "关于你（已填写）"),
    "about_not_saved": (
        "What you say about yourself is not saved: {fault}. It goes along from this page all the"
        " same, and saving it is tried again with the next message.",
        "“关于你”的内容未能保存：{fault}。在本页中仍会附带发送，发送下一条消息时会再次尝试保存。",
    ),
    "about_not_read": (
        "What you say about yourself could not be read and does not go along: {fault}. It is"
        " tried again with the next message.",
        "未能读取“关于你”的内容，因此不会附带发送：{fault}。发送下一条消息时会再次尝试。",
    ),
}

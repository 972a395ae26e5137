"""Words about files of conversations, in English and 中文; `texts` takes them in."""

FILE_WORDS: dict[str, tuple[str, str]] = {
    # a conversation to read
    "file_you": ("You", "我"),
    "file_system": ("System prompt:", "系统提示词："),
    "file_error": ("Error:", "错误："),
    # what an import brought
    "import_conversations": ("{count} conversations were imported.", "已导入 {count} 个对话。"),
    "import_conversations_one": ("1 conversation was imported.", "已导入 1 个对话。"),
    "import_nothing": ("The file holds no conversation.", "文件中没有对话。"),
    "import_left_out": ("Not taken along: {list}.", "未能带入：{list}。"),
    "left_out_hidden": ("hidden messages: {count}", "隐藏的消息 {count} 条"),
    "left_out_tools": ("messages between tools: {count}", "工具之间的消息 {count} 条"),
    "left_out_images": ("images: {count}", "图片 {count} 张"),
    "left_out_audio": ("audio: {count}", "音频 {count} 段"),
    "left_out_videos": ("videos: {count}", "视频 {count} 段"),
    "left_out_files": ("attached files: {count}", "附件 {count} 个"),
    "left_out_citations": ("citation marks: {count}", "引用标记 {count} 处"),
    "left_out_unknown": ("content of an unknown kind: {count}", "类型未知的内容 {count} 处"),
    "left_out_detached": (
        "the place of messages without a predecessor: {count}",
        "缺少上文的消息的位置 {count} 处",
    ),
    "left_out_empty": ("conversations without text: {count}", "没有文字的对话 {count} 个"),
    # conversations to train models on
    "tuning_written": (
        "{count} conversations are in the file; {skipped} messages without a complete reply"
        " are not.",
        "文件包含 {count} 个对话；{skipped} 条没有完整回复的消息未写入。",
    ),
    # where a file is refused
    "flaw_at": ("{flaw} (line {line}, column {column})", "{flaw}（第 {line} 行第 {column} 列）"),
    "flaw_position": ("line {line}, column {column}", "第 {line} 行第 {column} 列"),
}

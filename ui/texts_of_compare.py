"""Every word of the compare tab, in English and 中文; `texts` takes them in."""

COMPARE_WORDS: dict[str, tuple[str, str]] = {
    "prompt": ("Prompt", "提问"),
    "prompt_hint": (
        "Ask all columns the same. Shift+Enter starts a new line.",
        "向所有列提出同一个问题，Shift+Enter 换行。",
    ),
    "run_all": ("Run all", "全部运行"),
    "stop_all": ("Stop all", "全部停止"),
    "new_comparison": ("New comparison", "新对比"),
    "add_column": ("Add column", "添加列"),
    "for_all_columns": ("Same for all columns", "所有列共用"),
    "shared_system": ("Instructions to all models", "所有模型的系统提示词"),
    "shared_parameters": ("Request parameters (JSON)", "请求参数（JSON）"),
    "columns": ("Columns", "各列"),
    "compare_welcome": (
        "Ask several models the same thing, and see side by side what they say,"
        " how fast, and at what price. Each column keeps its own history.",
        "向多个模型提出同一个问题，并排查看回答、速度和费用。每一列各有自己的对话记录。",
    ),
    # a column's head
    "model_of": ("Model of column {letter}", "{letter} 列的模型"),
    "same_model": ("#{number}", "#{number}"),
    "remove_column": ("Remove column {letter}", "移除 {letter} 列"),
    "stop_column": ("Stop column {letter}", "停止 {letter} 列"),
    "retry_column": ("Retry column {letter}", "重试 {letter} 列"),
    "lane_ready": ("ready", "就绪"),
    "lane_writing": ("writing", "生成中"),
    "lane_done": ("done", "完成"),
    "lane_stopped": ("stopped", "已停止"),
    "lane_incomplete": ("broke off", "已中断"),
    "lane_failed": ("failed", "失败"),
    "lane_first": ("First token", "首字延迟"),
    "lane_total": ("In all", "总用时"),
    "lane_speed": ("Tokens/s", "每秒词元"),
    "lane_tokens": ("Tokens", "词元"),
    "lane_cost": ("Cost", "费用"),
    "lane_seconds": ("{seconds} s", "{seconds} 秒"),
    "unknown_cost": ("unknown", "未知"),
    "best_first": ("fastest first token", "首字最快"),
    "best_speed": ("highest speed", "速度最高"),
    "best_cost": ("cheapest", "费用最低"),
    "sent_not_asked": ("sent ≠ asked: {count}", "发送 ≠ 设置：{count}"),
    # refusals
    "no_models": ("Choose at least one model.", "请至少选择一个模型。"),
    "too_many_models": (
        "At most {limit} models can be compared at once; {count} were given.",
        "一次最多对比 {limit} 个模型，现在有 {count} 个。",
    ),
    "models_not_list": (
        "Models must be a list of names such as server:model.",
        "models 必须是名称列表，例如 服务器:模型。",
    ),
    "parameters_not_object": (
        'Parameters must be a JSON object such as {{"temperature": 0.7}}.',
        '参数必须是 JSON 对象，例如 {{"temperature": 0.7}}。',
    ),
    "column_refused": ("Column {letter}: {sentence}", "{letter} 列：{sentence}"),
}

"""Words of ratings, word diffs, sweeps, fusing and exports, in English and 中文.

`texts` takes them in; exports look theirs up here, since they know no page.
"""

MEASURE_WORDS: dict[str, tuple[str, str]] = {
    # why a model has no rating
    "rating_too_few": (
        "Too few votes: a rating needs at least {enough} for one reply.",
        "投票太少：至少需要 {enough} 次选出最佳回复的投票。",
    ),
    "rating_never_lost": (
        "It has never lost, so the votes set no upper bound.",
        "它从未输过，投票无法给出上限。",
    ),
    "rating_never_won": (
        "It has never won, so the votes set no lower bound.",
        "它从未赢过，投票无法给出下限。",
    ),
    "rating_not_connected": (
        "No chain of wins leads from it to the rated models and back.",
        "它与已评分的模型之间没有往返的胜负关系。",
    ),
    "diff_too_long": (
        "The replies are too long to be compared word by word.",
        "回复太长，无法逐词比较。",
    ),
    # sweeps
    "sweep_no_parameter": ("Choose the parameter to vary.", "请选择要变化的参数。"),
    "sweep_reserved": (
        "{name} cannot be varied: Parley sets it itself.",
        "{name} 由 Parley 自行设置，无法变化。",
    ),
    "sweep_no_single_value": (
        "{name} is a list or an object, so that its values cannot be typed in one line."
        " Set it in each column instead.",
        "{name} 是列表或对象，无法在一行中输入多个值。请在每一列中单独设置。",
    ),
    "sweep_not_number": (
        "“{value}” is not a number. Separate numbers by commas, such as 0, 0.5, 1.",
        "“{value}”不是数字。请用逗号分隔，例如 0, 0.5, 1。",
    ),
    "sweep_not_integer": (
        "“{value}” is not a whole number. Separate numbers by commas, such as 100, 200.",
        "“{value}”不是整数。请用逗号分隔，例如 100, 200。",
    ),
    "sweep_not_boolean": (
        "“{value}” is neither true nor false.",
        "“{value}”既不是 true 也不是 false。",
    ),
    "sweep_refused": ("“{value}” cannot be used: {sentence}", "“{value}”不可用：{sentence}"),
    "sweep_too_few": (
        "Give at least {least} different values, separated by commas.",
        "请给出至少 {least} 个不同的值，用逗号分隔。",
    ),
    "sweep_too_many": (
        "At most {limit} values can be compared at once; {count} were given.",
        "一次最多对比 {limit} 个值，现在有 {count} 个。",
    ),
    # fusing and judging
    "prompt_without_replies": (
        "The prompt must contain {{replies}}, where the replies are put in.",
        "提示词中必须包含 {{replies}}，回复会填入该处。",
    ),
    # Markdown
    "export_title": ("Comparison", "对比"),
    "export_prompt": ("Prompt", "提问"),
    "export_system": ("System prompt:", "系统提示词："),
    "export_error": ("Error:", "错误："),
    "export_column": ("Column", "列"),
    "export_model": ("Model", "模型"),
    "export_status": ("Status", "状态"),
    "export_first": ("First token (s)", "首字延迟（秒）"),
    "export_total": ("In all (s)", "总用时（秒）"),
    "export_speed": ("Tokens/s", "每秒词元"),
    "export_input": ("Input tokens", "输入词元"),
    "export_output": ("Output tokens", "输出词元"),
    "export_cost": ("Cost", "费用"),
    "export_unknown": ("unknown", "未知"),
    "export_waiting": ("waiting", "等待中"),
    "export_writing": ("writing", "生成中"),
    "export_done": ("done", "完成"),
    "export_stopped": ("stopped", "已停止"),
    "export_incomplete": ("broke off", "已中断"),
    "export_failed": ("failed", "失败"),
}

"""Every word about what a parameter does, in English and 中文; `texts` takes them in."""

EFFECT_WORDS: dict[str, tuple[str, str]] = {
    "effect": ("Show what it does", "看看它的作用"),
    "effect_hint": (
        "Asks the prompt above several times with each value of one parameter, with everything"
        " else as it is set above, and shows how the outputs differ.",
        "让一个参数依次取不同的值，用上方的提示词和其他设置各提问若干次，看看输出有何不同。",
    ),
    "effect_parameter": ("Parameter to vary", "要变化的参数"),
    "effect_values": ("Values to try", "要尝试的值"),
    "effect_values_hint": (
        "0, 0.5, 1 or 0..1 step 0.25",
        "0, 0.5, 1 或 0..1 步长 0.25",
    ),
    "effect_unset": ("Also without it", "也试试不设置"),
    "effect_count": ("Samples per value", "每个值的样本数"),
    "effect_run": ("Try the values", "尝试这些值"),
    "effect_stop": ("Stop", "停止"),
    "effect_sure": ("Run", "运行"),
    "effect_dismiss": ("Cancel", "取消"),
    "effect_not_set": ("not set", "未设置"),
    "effect_empty": (
        "A table, a chart and every output appear here.",
        "表格、图表和每个输出会显示在这里。",
    ),
    "effect_figure": ("Figure in the chart", "图表中的指标"),
    "effect_figures_csv": ("Figures as CSV", "指标 CSV"),
    "effect_outputs_csv": ("Outputs as CSV", "输出 CSV"),
    "effect_none_yet": ("Try some values first.", "请先尝试一些值。"),
    # what cannot be tried
    "effect_no_single_value": (
        "{name} is a list or an object, so that its values cannot be typed in one line.",
        "{name} 是列表或对象，无法在一行中输入多个值。",
    ),
    "effect_too_few_values": (
        "Give at least two values to compare; “not set” counts as one.",
        "请给出至少两个值，“未设置”也算一个。",
    ),
    "effect_too_many_values": (
        "At most {limit} values can be tried at once; these are {count}.",
        "一次最多尝试 {limit} 个值，现在有 {count} 个。",
    ),
    "effect_too_many_requests": (
        "{values} values with {samples} samples each are {count} requests; at most {limit} are"
        " sent at once. Take {most} samples or fewer, or fewer values.",
        "{values} 个值各 {samples} 个样本共 {count} 个请求，一次最多 {limit} 个。"
        "请把样本数减到 {most} 个以内，或减少取值。",
    ),
    "effect_no_step": (
        "The step of a range must not be 0, such as in 0..1 step 0.25.",
        "范围的步长不能为 0，例如 0..1 步长 0.25。",
    ),
    # while it runs
    "effect_waiting": ("waiting", "等待中"),
    "effect_writing": ("writing", "生成中"),
    "effect_stopped": ("stopped", "已停止"),
    "effect_broken": ("broke off", "已中断"),
    "effect_done": ("{done} of {count} replies", "已完成 {done} / {count} 个回复"),
    "effect_done_cost": (
        "{done} of {count} replies, {cost} in all",
        "已完成 {done} / {count} 个回复，共 {cost}",
    ),
    "effect_count_words": ("{count} words", "{count} 词"),
    "effect_count_words_one": ("1 word", "1 词"),
    "effect_count_characters": ("{count} characters", "{count} 字符"),
    "effect_count_characters_one": ("1 character", "1 字符"),
    # the table
    "effect_caption": (
        "What {parameter} does to length, variety and agreement",
        "{parameter} 对长度、多样性和一致性的影响",
    ),
    "effect_nothing": ("not known", "未知"),
    "effect_not_sent": (
        "not sent: the server refused it",
        "未发送：服务器拒绝了它",
    ),
    "effect_not_sent_some": (
        "not sent in some requests: the server refused it",
        "部分请求未发送：服务器拒绝了它",
    ),
    "effect_samples": ("Samples", "样本"),
    "effect_samples_of": ("{done} of {count}", "{done} / {count} 个"),
    "effect_samples_failed": ("{samples}, {failed} failed", "{samples}，{failed} 个失败"),
    "effect_tokens": ("Tokens", "词元"),
    "effect_words": ("Words", "词"),
    "effect_characters": ("Characters", "字符"),
    "effect_distinct_1": ("Distinct-1", "Distinct-1（单词）"),
    "effect_distinct_2": ("Distinct-2", "Distinct-2（词对）"),
    "effect_identical": ("Identical", "相同"),
    "effect_similarity": ("Similarity", "相似度"),
    "effect_finishes": ("Finish", "结束原因"),
    "effect_first": ("First token", "首字延迟"),
    "effect_cost": ("Cost", "费用"),
    # what the figures say
    "effect_help": ("What the figures say", "指标说明"),
    "effect_help_all": (
        "Figures are of complete replies; one that failed, broke off or was stopped counts for"
        " none. Lengths stand as mean / median, once where both are the same.",
        "只统计完整的回复；失败、中断或被停止的不计入。长度写作“平均值 / 中位数”，相同时只写一次。",
    ),
    "effect_help_samples": (
        "Complete replies, of how many, and how many failed.",
        "完整的回复数、总数和失败数。",
    ),
    "effect_help_tokens": (
        "Output tokens as the server counted them, reasoning included; – where it does not say.",
        "服务器统计的输出词元，含思考；未报告时为 –。",
    ),
    "effect_help_words": (
        "Runs of letters and digits; each Chinese or Japanese character is a word by itself."
        " Case and punctuation do not count, here and below.",
        "连续的字母和数字算一个词，每个汉字或假名各算一个词；此处及以下均不计大小写和标点。",
    ),
    "effect_help_characters": (
        "All characters of the text, spaces and punctuation included.",
        "文本的全部字符，含空格和标点。",
    ),
    "effect_help_distinct_1": (
        "Different words over all words in the samples of a value together: 1 if none stands"
        " there twice. It falls by itself the more text there is, so compare like amounts.",
        "同一取值的所有样本合在一起，不同的词数除以总词数；没有重复时为 1。"
        "文本越多数值自然越低，请在长度相近时比较。",
    ),
    "effect_help_distinct_2": (
        "The same for pairs of neighbouring words. A pair never reaches from one sample into"
        " the next.",
        "同上，但统计相邻的词对；词对不跨样本。",
    ),
    "effect_help_identical": (
        "The share of samples with the very text of the most frequent one, spaces at the ends"
        " aside; 0 % if no two are the same, – for fewer than two samples.",
        "与最常见文本完全相同的样本所占比例，不计首尾空格；"
        "没有两个相同时为 0 %，不足两个样本时为 –。",
    ),
    "effect_help_similarity": (
        "How many of their words two samples share (twice the common words over the words of"
        " both, their order ignored), as the mean of all pairs; – for fewer than two samples.",
        "两个样本共有多少词（共同词数的两倍除以两者词数之和，不计词序），取所有样本对的平均值；"
        "不足两个样本时为 –。",
    ),
    "effect_help_finishes": (
        "The server's words for why replies ended, with how often where they differ: stop is a"
        " natural end, length the limit.",
        "服务器给出的结束原因，不止一种时附次数：stop 为自然结束，length 为达到长度上限。",
    ),
    "effect_help_first": (
        "Median of the seconds from sending to the first token.",
        "从发送到第一个词元的秒数的中位数。",
    ),
    "effect_help_cost": (
        "US dollars for one reply, the mean.",
        "一个回复的平均费用（美元）。",
    ),
    # the chart
    "effect_axis_tokens": ("Output tokens, median", "输出词元（中位数）"),
    "effect_axis_words": ("Words, median", "词数（中位数）"),
    "effect_axis_characters": ("Characters, median", "字符数（中位数）"),
    "effect_axis_distinct_1": ("Distinct-1, 0 to 1", "Distinct-1（0–1，单词）"),
    "effect_axis_distinct_2": ("Distinct-2, 0 to 1", "Distinct-2（0–1，词对）"),
    "effect_axis_identical": ("Identical outputs (%)", "相同的输出（%）"),
    "effect_axis_similarity": ("Mean similarity of two outputs (%)", "两两相似度平均值（%）"),
    "effect_axis_first": ("First token (s), median", "首字延迟（秒，中位数）"),
    "effect_axis_cost": ("Cost of a reply (USD), mean", "单个回复费用（美元，平均）"),
    "effect_chart_nothing": (
        "There is nothing to draw for this figure yet.",
        "该指标还没有可以绘制的数据。",
    ),
    "effect_chart_alone": (
        "Agreement needs at least two samples for each value.",
        "一致性需要每个值至少两个样本。",
    ),
    "effect_sign_sent": ("● as asked for", "● 按设置发送"),
    "effect_sign_unsent": ("○ not sent: the server refused it", "○ 未发送：服务器拒绝了它"),
    "effect_sign_range": ("│ from the smallest to the largest", "│ 从最小到最大"),
}

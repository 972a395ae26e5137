"""Words of Explore's part that looks inside: probabilities, embeddings, legacy completion."""

INSIDE_WORDS: dict[str, tuple[str, str]] = {
    "inside": ("Look inside", "深入模型"),
    "inside_model": ("Model to look into", "要查看的模型"),
    "inside_prompt": ("Prompt", "提示词"),
    # token probabilities
    "odds": ("Probabilities", "词元概率"),
    "odds_hint": (
        "How sure was the model of each token, and what else might have stood there?",
        "模型对每个词元有多大把握？那里还可能出现什么？",
    ),
    "odds_prompt_hint": ("Ask something short", "输入一个简短的问题"),
    "odds_alternatives": ("Alternatives per token", "每个词元的备选数"),
    "odds_length": ("Longest reply (tokens)", "回复上限（词元）"),
    "odds_show": ("Show probabilities", "显示概率"),
    "odds_empty": (
        "The reply appears here, each token marked by its probability.",
        "回复会显示在这里，每个词元按概率标记。",
    ),
    "odds_legend": ("What the marks mean", "标记含义"),
    "odds_level_5": ("nearly certain, 90 % and more", "几乎确定，90 % 以上"),
    "odds_level_4": ("likely, 60 to 90 %", "较有把握，60–90 %"),
    "odds_level_3": ("open, 30 to 60 %", "不确定，30–60 %"),
    "odds_level_2": ("unlikely, 10 to 30 %", "不太可能，10–30 %"),
    "odds_level_1": ("a surprise, below 10 %", "出人意料，低于 10 %"),
    "odds_level_0": ("not told", "未提供"),
    "odds_tokens": (
        "Reply by tokens. Point at one, tap it, or move with the arrow keys to see what else"
        " might have stood there.",
        "按词元显示的回复。指向、点按词元，或用方向键移动，即可查看备选。",
    ),
    "odds_chosen": ("chosen", "已选"),
    "odds_joined": ("{count} tokens make this character", "这个字符由 {count} 个词元组成"),
    "odds_no_others": ("no alternatives told", "未提供备选"),
    "odds_line_break": ("line break", "换行"),
    "odds_space": ("space", "空格"),
    "odds_perplexity": (
        "Perplexity {value}: on average the model wavered between about {about} tokens."
        " Made of {counted} tokens{left_out}.",
        "困惑度 {value}：平均而言，模型在约 {about} 个词元之间犹豫。"
        "依据 {counted} 个词元{left_out}。",
    ),
    "odds_left_out": (", {count} left out", "，另有 {count} 个未计入"),
    "odds_refused": (
        "This model does not give probabilities: the server refused to, and the reply came"
        " without them.",
        "该模型不提供概率：服务器拒绝了这一请求，回复不含概率。",
    ),
    "odds_missing": (
        "The server sent no probabilities. Reasoning models and many compatible servers have none.",
        "服务器没有返回概率。推理模型和许多兼容服务器不提供概率。",
    ),
    "odds_missing_at_0": (
        "The server sent no probabilities. Some send them only with alternatives: ask for one or"
        " more.",
        "服务器没有返回概率。有些服务器只在请求备选时才返回：请把备选数设为 1 或更多。",
    ),
    # embeddings
    "embeddings": ("Embeddings", "文本嵌入"),
    "embeddings_hint": (
        "Which texts mean the same? Each becomes a vector; the closer two point, the closer"
        " their meaning.",
        "哪些文本意思相近？每段文本变成一个向量，方向越接近，意思越接近。",
    ),
    "embeddings_local": (
        "The embedded model was not made for this; it shows how it works, in English.",
        "内置模型并非为此而做，只用来演示（英语）。",
    ),
    "embeddings_dimensions": ("Dimensions", "维度"),
    "embeddings_dimensions_hint": ("as the model makes", "由模型决定"),
    "embeddings_dimensions_wrong": (
        "Dimensions must be a whole number from 1 to 100000, or left empty.",
        "维度必须是 1 到 100000 之间的整数，或留空。",
    ),
    "embeddings_texts": ("Texts, one a line (up to 200)", "文本，每行一段（最多 200 段）"),
    "embeddings_csv": ("From a CSV file…", "从 CSV 文件读取…"),
    "embeddings_column": ("Column", "列"),
    "embeddings_read": (
        "{count} texts read from the column {column}. Line breaks within a text became spaces.",
        "已从“{column}”列读取 {count} 段文本，文本内的换行已换成空格。",
    ),
    "embeddings_read_one": (
        "1 text read from the column {column}.",
        "已从“{column}”列读取 1 段文本。",
    ),
    "embeddings_run": ("Compare texts", "比较文本"),
    "embeddings_working": ("Waiting for the vectors, {seconds} s", "等待向量，{seconds} 秒"),
    "embeddings_stopped": ("Stopped. Nothing is kept.", "已停止，未保留结果。"),
    "embeddings_figures": (
        "{model} · {texts} · {dimensions} dimensions · {tokens} · {cost}",
        "{model} · {texts} · {dimensions} 维 · {tokens} · {cost}",
    ),
    "embeddings_count": ("{count} texts", "{count} 段文本"),
    "embeddings_count_one": ("1 text", "1 段文本"),
    "embeddings_tokens": ("{count} tokens", "{count} 个词元"),
    "embeddings_tokens_unknown": ("tokens not reported", "未报告词元数"),
    "embeddings_empty": (
        "A map of how alike the texts are, and the nearest pairs, appear here.",
        "文本相似度图和最接近的文本对会显示在这里。",
    ),
    "similarity_map": (
        "How alike the texts are: cosine similarity, 1 for the same direction",
        "文本相似度：余弦相似度，方向相同为 1",
    ),
    "similarity_image": (
        "Map of {count} by {count} texts, from {low} (light) to {high} (dark).",
        "{count}×{count} 段文本的相似度图，从 {low}（浅）到 {high}（深）。",
    ),
    "similarity_scale": ("{low} light, {high} dark", "{low} 最浅，{high} 最深"),
    "similarity_pairs": ("Nearest pairs", "最接近的文本对"),
    "similarity_value": ("Similarity", "相似度"),
    "similarity_first": ("One text", "文本一"),
    "similarity_second": ("The other", "文本二"),
    "similarity_no_pairs": (
        "One text alone has no pair. Give at least two.",
        "只有一段文本，无法配对。请至少给出两段。",
    ),
    "similarity_matrix_csv": ("Similarities as CSV", "相似度 CSV"),
    "similarity_vectors_csv": ("Vectors as CSV", "向量 CSV"),
    "similarity_none_yet": ("Compare texts first.", "请先比较文本。"),
    # what is wrong with the texts
    "texts_none": ("There are no texts. Write one on each line.", "没有文本。请每行写一段。"),
    "texts_too_many": (
        "There are {count} texts; at most {limit} can be compared at once.",
        "共有 {count} 段文本，一次最多比较 {limit} 段。",
    ),
    "texts_too_large": ("The file is larger than {limit} MB.", "文件超过 {limit} MB。"),
    "texts_encoding": (
        "The file's encoding is not known for certain. Save it as UTF-8 and try again.",
        "无法确定文件的编码。请另存为 UTF-8 后重试。",
    ),
    "texts_no_csv": (
        "The file cannot be read as CSV: a quote is not closed, or a cell is very long.",
        "无法按 CSV 读取该文件：引号没有闭合，或某个单元格过长。",
    ),
    "texts_no_column": (
        "There is no column {column}. The columns are: {columns}.",
        "没有“{column}”列。现有的列：{columns}。",
    ),
    # legacy completion
    "completion": ("Legacy completion", "旧版补全"),
    "completion_hint": (
        "The API before chat: the model goes on with your text as if it had written it itself.",
        "聊天之前的接口：模型把你的文字当作自己写的，接着写下去。",
    ),
    "completion_prompt_hint": ("Once upon a time", "从前有座山"),
    "completion_suffix": ("Suffix", "后文"),
    "completion_suffix_hint": ("what stands behind the gap", "空白之后的文字"),
    "completion_echo": ("Repeat the prompt", "重复提示词"),
    "completion_best_of": ("Best of", "优选数"),
    "completion_best_of_hint": (
        "The server writes so many and sends the best one, whole.",
        "服务器生成这么多份，只返回最好的一份（整段）。",
    ),
    "completion_max_tokens": ("Max tokens", "最大词元数"),
    "completion_logprobs": (
        "Probabilities (alternatives per token)",
        "概率（每个词元的备选数）",
    ),
    "completion_run": ("Complete", "补全"),
    "completion_empty": ("The text appears here.", "文字会显示在这里。"),
}

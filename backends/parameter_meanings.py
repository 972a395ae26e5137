"""What each request parameter means, in English and Chinese. Prose only.

`LABELS` name the controls of the parameters panel; `MEANINGS` say what a
parameter does and when to use it. Both are (English, Chinese) by wire name.
"""

LABELS: dict[str, tuple[str, str]] = {
    "temperature": ("Temperature", "温度"),
    "top_p": ("Top p", "核采样（top p）"),
    "max_completion_tokens": ("Max output tokens", "最大输出词元数"),
    "stop": ("Stop sequences", "停止序列"),
    "presence_penalty": ("Presence penalty", "存在惩罚"),
    "frequency_penalty": ("Frequency penalty", "频率惩罚"),
    "seed": ("Seed", "随机种子"),
    "reasoning_effort": ("Reasoning effort", "推理强度"),
    "verbosity": ("Verbosity", "详略程度"),
    "response_format": ("Response format", "回答格式"),
    "logit_bias": ("Logit bias", "词元偏置"),
    "safety_identifier": ("Safety identifier", "安全标识"),
    "user": ("User", "用户标识"),
}

MEANINGS: dict[str, tuple[str, str]] = {
    "temperature": (
        "How freely the model picks its words: low values are steady, high values vary more."
        " Change this or top_p, not both; reasoning models accept only the default.",
        "控制用词的随机程度：数值低，回答更稳定；数值高，回答更多样。"
        "它和 top_p 只调一个就好；推理模型只接受默认值。",
    ),
    "top_p": (
        "The model chooses only among the likeliest tokens that together reach this share of the"
        " probability; 0.1 means the top 10 %. Use it instead of temperature; reasoning models"
        " accept only the default.",
        "只从累计概率达到该比例的候选词元中挑选，例如 0.1 表示只看概率最高的那 10%。"
        "可代替 temperature 使用，不必同时调；推理模型只接受默认值。",
    ),
    "max_completion_tokens": (
        "The most tokens the model may produce, its reasoning included. Set it to bound length and"
        " cost; if it is too small, a reasoning model may end before any visible text.",
        "回答最多能用多少词元，推理过程也算在内。用来限制篇幅和费用；"
        "设得太小，推理模型可能还没写出正文就到了上限。",
    ),
    "stop": (
        "Up to four strings: the reply ends where the model would write one of them, and the"
        " string itself is left out. Newer reasoning models refuse it.",
        "最多四个字符串：模型一写到其中任何一个就停下，该字符串本身不会出现在回答里。"
        "较新的推理模型不支持。",
    ),
    "presence_penalty": (
        "Positive values make the model less likely to come back to anything it already mentioned,"
        " so it moves on to new topics. Most reasoning models accept only the default.",
        "正值会降低已出现内容再次出现的概率，让回答更愿意转向新话题。多数推理模型只接受默认值。",
    ),
    "frequency_penalty": (
        "Positive values make a token less likely the more often it has appeared, which curbs"
        " word-for-word repetition. Most reasoning models accept only the default.",
        "设为正值时，一个词元出现得越多，再次出现的概率就压得越低，适合减少逐字重复。"
        "多数推理模型只接受默认值。",
    ),
    "seed": (
        "Asks for the same reply whenever the same request is sent, as far as the server can; it"
        " is no promise. Deprecated at OpenAI, still useful with local servers.",
        "让相同的请求尽量得到相同的回答，但并不保证。OpenAI 已弃用，在本地服务上仍然有用。",
    ),
    "reasoning_effort": (
        "How much a reasoning model thinks before it answers; more is slower and uses more tokens."
        " Each model takes only some of these levels, and models that do not reason refuse it.",
        "推理模型在回答之前思考多少：档位越高越慢，消耗的词元也越多。"
        "每个模型只支持其中几档，非推理模型不接受该参数。",
    ),
    "verbosity": (
        "How much the model writes. Newer OpenAI models know it: use it to get shorter or fuller"
        " replies without rewording the prompt.",
        "回答写得多还是少。较新的 OpenAI 模型支持；不改提示词，也能让回答更简短或更详尽。",
    ),
    "response_format": (
        "The form of the reply: plain text, any JSON object, or JSON that follows your schema."
        " With json_object the prompt must ask for JSON as well.",
        "回答的格式：普通文本、任意 JSON 对象，或者符合你所给 schema 的 JSON。"
        "使用 json_object 时，提示词里也要写明输出 JSON。",
    ),
    "logit_bias": (
        "Makes single tokens likelier or rarer, from -100 (never) to 100 (almost always). The keys"
        " are token numbers of the model's own tokenizer.",
        "调高或调低个别词元的出现概率：-100 等于禁用，100 几乎必选。"
        "键是该模型自己的分词器里的词元编号。",
    ),
    "safety_identifier": (
        "A stable, anonymous name for the end user, so that the provider can tell abuse by one"
        " person from the rest. Use a hash, never an e-mail address; at most 64 characters.",
        "终端用户的固定匿名标识，方便服务商把个别人的滥用行为区分出来。"
        "请填哈希值，不要填邮箱等真实信息；最长 64 个字符。",
    ),
    "user": (
        "The older identifier of the end user. Use safety_identifier to tell users apart and"
        " prompt_cache_key for caching.",
        "终端用户标识的旧写法。区分用户请改用 safety_identifier，缓存请改用 prompt_cache_key。",
    ),
    "max_tokens": (
        "The older limit on output tokens. OpenAI's reasoning models refuse it, while many"
        " compatible servers know only this one.",
        "输出词元上限的旧写法。OpenAI 的推理模型不接受它，但不少兼容服务只认这个名字。",
    ),
    "logprobs": (
        "Returns how probable each token of the reply was. Use it to see where the model was"
        " unsure.",
        "返回回答中每个词元的对数概率，可以看出模型在哪些地方没有把握。",
    ),
    "top_logprobs": (
        "How many alternatives to list for each token, from 0 to 20. Needs logprobs to be true.",
        "为每个词元另外列出多少个候选（0 到 20 个）。需要先把 logprobs 设为 true。",
    ),
    "tools": (
        "Functions and custom tools that the model may ask to have called. Parley shows the calls"
        " and does not run them.",
        "模型可以请求调用的函数和自定义工具。Parley 只显示调用请求，不会执行。",
    ),
    "tool_choice": (
        "Whether the model may, must or must not call a tool, or which one it must call. With"
        " tools given, the default is auto.",
        "规定模型可以、必须还是不得调用工具，也可以指定某一个。给出 tools 后默认为 auto。",
    ),
    "parallel_tool_calls": (
        "Whether the model may ask for several tool calls at once. Turn it off when one call"
        " depends on the result of another.",
        "是否允许模型一次请求多个工具调用。如果后一个调用要用到前一个的结果，请关闭。",
    ),
    "functions": (
        "The older form of tools. Use it only with servers that know nothing newer.",
        "tools 的旧写法，只在服务端不支持新写法时使用。",
    ),
    "function_call": (
        "The older form of tool_choice. Use it only together with functions.",
        "tool_choice 的旧写法，只和 functions 搭配使用。",
    ),
    "modalities": (
        "What the model produces: text, or text and audio. Only audio models take audio, and"
        " Parley shows the text alone.",
        "模型输出的类型：仅文本，或文本加音频。只有音频模型支持音频，Parley 只显示文本部分。",
    ),
    "audio": (
        "Voice and file format of spoken output. Needed when modalities contains audio.",
        "语音输出的音色和文件格式。modalities 中含有 audio 时必填。",
    ),
    "prediction": (
        "Text that you expect to find again in the reply, such as a file with a few edits. The"
        " parts that match arrive much faster.",
        "预先给出回答里大概率会原样出现的文本，例如只改几处的文件。吻合的部分返回得快很多。",
    ),
    "web_search_options": (
        "Lets a search model look things up on the web: roughly from where, and how much to read.",
        "让支持搜索的模型联网查资料，可以指定大致的地理位置和参考内容的多少。",
    ),
    "moderation": (
        "Has a moderation model look at the prompt and the reply, and either score what it finds"
        " or block it.",
        "让审核模型检查输入和输出，发现问题时可以只打分，也可以直接拦截。",
    ),
    "service_tier": (
        "The class of service for this request: flex is cheaper and slower, priority and fast are"
        " quicker and dearer. Left out, the project's own setting decides.",
        "本次请求的服务档位：flex 更便宜但更慢，priority 和 fast 更快也更贵。不填则沿用项目设置。",
    ),
    "store": (
        "Keeps the request and the reply at the provider, for evaluation and distillation. Leave"
        " it off for private conversations.",
        "让服务商保存这次请求和回答，用于评测和蒸馏。涉及隐私的对话请保持关闭。",
    ),
    "metadata": (
        "Up to 16 labels, text to text, kept with a stored reply so that you can find it later.",
        "随已保存的回答一起保留的标签，最多 16 对，键和值都是文本，方便日后查找。",
    ),
    "prompt_cache_key": (
        "A name shared by requests that begin alike, so that the server reuses its work on that"
        " beginning. It saves time and money.",
        "给开头相同的一组请求起同一个名字，服务器就能复用已经处理过的开头，更快也更省钱。",
    ),
    "prompt_cache_options": (
        "How the beginning of the prompt is cached, and for how long at least. For gpt-5.6 and"
        " later models.",
        "设置提示词开头部分的缓存方式和最短保留时间，适用于 gpt-5.6 及之后的模型。",
    ),
    "prompt_cache_retention": (
        "How long a cached prompt is kept at most. Newer models take prompt_cache_options instead.",
        "提示词缓存最长保留多久。较新的模型请改用 prompt_cache_options。",
    ),
    "messages": (
        "The conversation so far, oldest turn first. Parley builds it from the chat and the system"
        " prompt.",
        "到目前为止的整段对话，从最早的一条排起。由 Parley 根据聊天内容和系统提示词生成。",
    ),
    "model": (
        "Which model answers. Parley takes it from the model that you choose.",
        "由哪个模型来回答。Parley 会填入你选择的模型。",
    ),
    "stream": (
        "Whether the reply arrives piece by piece. Parley always asks for that.",
        "是否边生成边返回。Parley 始终使用流式输出。",
    ),
    "stream_options": (
        "Extras of a streamed reply, such as the token count at its end. Parley asks for the count"
        " itself.",
        "流式输出的附加选项，例如在结尾附上词元用量。Parley 会自行请求用量统计。",
    ),
    "n": (
        "How many replies to produce for one question. Parley always asks for one; use Compare to"
        " see several.",
        "一次提问生成几条回答。Parley 固定为一条；想看多条，请用“对比”页。",
    ),
}

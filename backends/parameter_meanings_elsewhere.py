"""What request parameters mean outside Chat Completions, in English and Chinese. Prose only.

Each table is (English, Chinese) by wire name. A name that means the same in a chat is
not here: its words are in `parameter_meanings`.
"""

RESPONSES_MEANINGS: dict[str, tuple[str, str]] = {
    "input": (
        "What the model is to answer: a text, or a list of messages, pictures, files and results"
        " of tools. It stands where a chat has messages.",
        "要模型回答的内容：一段文本，或由消息、图片、文件、工具结果组成的列表。"
        "相当于聊天接口的 messages。",
    ),
    "instructions": (
        "A system message for this one response. It is not carried over when the next response"
        " names this one in previous_response_id.",
        "仅对本次响应生效的系统消息。之后用 previous_response_id 接着对话时不会沿用。",
    ),
    "previous_response_id": (
        "The id of the response that this one goes on from, so that earlier turns need not be sent"
        " again. Not together with conversation.",
        "要接着哪一次响应往下说。填入它的 id，前面的内容就不用重发。不能与 conversation 同时使用。",
    ),
    "conversation": (
        "A conversation kept at the provider: its items go before the input, and what is new is"
        " added to it. Not together with previous_response_id.",
        "保存在服务商处的对话：其中的内容排在本次输入之前，新的内容也会写回去。"
        "不能与 previous_response_id 同时使用。",
    ),
    "max_output_tokens": (
        "The most tokens the response may have, its reasoning included; at least 16. In a chat it"
        " is called max_completion_tokens.",
        "响应最多能用多少词元，推理过程也算在内，最小 16。聊天接口中叫 max_completion_tokens。",
    ),
    "reasoning": (
        "How a reasoning model thinks: effort is how much, summary (earlier generate_summary) asks"
        " for a readable account of it, mode and context say how it runs and what of it is kept"
        " for later turns.",
        "推理模型如何思考：effort 是强度；summary（旧名 generate_summary）要求返回可读的思考摘要；"
        "mode 决定运行方式；context 决定后续轮次保留哪些推理内容。",
    ),
    "text": (
        "How the text is written: format is plain text or JSON by your schema, verbosity how much"
        " the model writes. In a chat these are response_format and verbosity.",
        "文本输出的形式：format 为普通文本或符合 schema 的 JSON，verbosity 为详略程度。"
        "聊天接口中分别是 response_format 和 verbosity。",
    ),
    "tools": (
        "What the model may use: tools that the provider runs, such as web search, file search and"
        " code interpreter, remote MCP servers, and functions of your own. A function's name"
        " stands beside its type here, not inside an object.",
        "模型可以使用的工具：由服务商执行的联网搜索、文件搜索、代码解释器等，远程 MCP 服务，"
        "以及你自己的函数。这里函数的 name 与 type 并列，不再套一层 function 对象。",
    ),
    "tool_choice": (
        "Whether the model may, must or must not use a tool, or which one: an object names it by"
        " its type, and a function by type and name side by side.",
        "规定模型可以、必须还是不得使用工具，也可以用对象指定某一个：写明 type，"
        "若是函数，再并列写上 name。",
    ),
    "max_tool_calls": (
        "The most calls of built-in tools in one response, all tools together. What the model asks"
        " for beyond that is passed over.",
        "一次响应中内置工具最多调用多少次，所有工具合计。超出的调用会被忽略。",
    ),
    "top_logprobs": (
        "How many alternatives to list for each token, from 0 to 20. There is no logprobs to set"
        " here: name message.output_text.logprobs in include.",
        "为每个词元另外列出多少个候选（0 到 20 个）。这里没有 logprobs 参数，"
        "请在 include 中写 message.output_text.logprobs。",
    ),
    "include": (
        "What else the response is to contain, such as search results, log probabilities, or the"
        " encrypted reasoning that a request without storage needs for its next turn.",
        "响应中另外附上哪些内容，例如搜索结果、对数概率，或者不保存响应时下一轮需要的加密推理内容。",
    ),
    "service_tier": (
        "The class of service for this request, as in a chat; ultrafast is for a few models and by"
        " permission only. Left out, the project's own setting decides.",
        "本次请求的服务档位，与聊天接口相同；ultrafast 仅限少数模型，且需要获准。"
        "不填则沿用项目设置。",
    ),
    "store": (
        "Keeps the response at the provider, so that it can be fetched or gone on from. It is on"
        " unless you turn it off, other than in a chat.",
        "让服务商保存响应，以便日后读取或接着对话。与聊天接口不同，这里默认开启，不需要时请关闭。",
    ),
    "background": (
        "Answers at once with an id, and works on behind the scenes; the response is fetched later"
        " by that id. For work that takes minutes.",
        "立即返回一个 id，在后台继续生成，稍后凭 id 取回结果。适合要花几分钟的任务。",
    ),
    "context_management": (
        "What to do when the context grows long: an entry of type compaction shortens it once"
        " compact_threshold tokens are reached.",
        "上下文变长时如何处理：类型为 compaction 的条目，会在达到 compact_threshold 个词元时压缩。",
    ),
    "truncation": (
        "Whether input that does not fit the context window loses its beginning (auto) or is"
        " refused (disabled). Deprecated without a named successor.",
        "输入超出上下文窗口时，是从开头丢弃（auto）还是报错（disabled）。已弃用，没有指定替代参数。",
    ),
    "prompt": (
        "A prompt template kept at the provider, by its id, with values for its variables. Not the"
        " text itself: that is input.",
        "引用保存在服务商处的提示词模板：给出 id 和各变量的值。正文不写在这里，而是写在 input 中。",
    ),
    "stream_options": (
        "Extras of a streamed response. Token counts come by themselves here, so only"
        " include_obfuscation is left to set.",
        "流式输出的附加选项。这里会自动附上词元用量，因此只剩 include_obfuscation 可设。",
    ),
}

COMPLETION_MEANINGS: dict[str, tuple[str, str]] = {
    "prompt": (
        "The text to go on with; a list asks for several at once, and lists of token numbers are"
        " taken as well. It stands where a chat has messages.",
        "要续写的文本。给出列表可一次续写多段，也可以是词元编号的列表。相当于聊天接口的 messages。",
    ),
    "suffix": (
        "The text that follows the gap: the model writes what stands between prompt and suffix."
        " Only few models can.",
        "空缺之后的文本：模型补写 prompt 与 suffix 之间的内容。只有少数模型支持。",
    ),
    "echo": (
        "Returns the prompt before the completion. With logprobs it tells how probable the"
        " prompt's own tokens are.",
        "在续写内容之前原样返回提示词。配合 logprobs，可以看到提示词自身各词元的概率。",
    ),
    "best_of": (
        "Writes so many completions and returns the one whose tokens are the most probable. You"
        " pay for all of them, and nothing can be streamed. With n it must be the greater.",
        "生成若干条续写，返回词元平均概率最高的那一条。全部都要计费，且无法流式输出。"
        "与 n 同用时必须大于 n。",
    ),
    "max_tokens": (
        "The most tokens to write. Left out it is 16, which cuts most texts short.",
        "最多写多少词元。不填则只有 16 个，多数文本会被截断。",
    ),
    "logprobs": (
        "A number here, not true or false: how many of the likeliest tokens to list at each place,"
        " with their log probabilities. 0 lists the chosen token alone.",
        "这里填数字，而不是 true 或 false：每个位置列出概率最高的几个词元及其对数概率。"
        "填 0 只列出选中的词元。",
    ),
    "seed": (
        "Asks for the same text whenever the same request is sent, as far as the server can; it is"
        " no promise. Not deprecated here.",
        "让相同的请求尽量得到相同的文本，但并不保证。在这个接口中没有弃用。",
    ),
    "user": (
        "A stable, anonymous name for the end user, which helps the provider to find abuse. It is"
        " current here; safety_identifier is not known.",
        "终端用户的固定匿名标识，帮助服务商发现滥用。在这里仍是现行参数，"
        "不支持 safety_identifier。",
    ),
}

EMBEDDING_MEANINGS: dict[str, tuple[str, str]] = {
    "input": (
        "The texts to turn into vectors: one, or a list of up to 2048; lists of token numbers are"
        " taken as well. None may be empty or longer than the model reads.",
        "要转换成向量的文本：可以是一段，也可以是最多 2048 段的列表，还可以是词元编号的列表。"
        "不能为空，也不能超过模型的输入上限。",
    ),
    "dimensions": (
        "How many numbers each vector has. Fewer take less room and lose a little; only models"
        " made for it can choose, such as text-embedding-3.",
        "每个向量有多少个数。维数少更省空间，精度略有损失；只有支持的模型可以选择，"
        "例如 text-embedding-3。",
    ),
    "encoding_format": (
        "How vectors are written in the answer: as numbers, or in base64, which is about a quarter"
        " of the size. Parley chooses it by the kind of server.",
        "返回向量的写法：数字，或体积约为四分之一的 base64。Parley 会按服务器类型选择。",
    ),
}

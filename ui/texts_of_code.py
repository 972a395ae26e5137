"""Every word about requests as code, in English and 中文; `texts` takes them in.

Those for comments hold nothing that a shell could take for its own: no quotes, brackets
or semicolons.
"""

CODE_WORDS: dict[str, tuple[str, str]] = {
    "copy_as_code": ("Copy as code…", "复制为代码…"),
    "menu_code": ("Copy as code…", "复制为代码…"),
    "code_title": ("Request as code", "请求代码"),
    "code_language": ("Language", "语言"),
    "code_stream": ("Streaming", "流式"),
    "code_copy": ("Copy", "复制"),
    "code_of_chat": (
        "The last request of this chat, to {model}",
        "此对话的最后一次请求，发往 {model}",
    ),
    "code_of_column": (
        "The last request of column {letter}, to {model}",
        "{letter} 列的最后一次请求，发往 {model}",
    ),
    "code_hint": (
        "The code sends the same as Parley. It takes the key from an environment variable.",
        "代码发送的内容与 Parley 相同，密钥从环境变量读取。",
    ),
    "code_nothing": (
        "There is no request yet. Send a message first.",
        "还没有请求，请先发送一条消息。",
    ),
    # comments
    "code_run_curl": ("For sh, bash or zsh", "适用于 sh、bash 或 zsh"),
    "code_run_python": (
        "Needs the package openai: pip install --upgrade openai",
        "需要 openai 包：pip install --upgrade openai",
    ),
    "code_run_javascript": (
        "Node 18 or newer, saved as chat.mjs",
        "保存为 chat.mjs，需 Node 18 或更新版本",
    ),
    "code_run_go": ("Saved as chat.go: go run chat.go", "保存为 chat.go，然后运行 go run chat.go"),
    "code_needs": ("Needs {variable} in the environment", "需要环境变量 {variable}"),
    "code_as_text": (
        "Written as text: a number in it is too large for JavaScript",
        "以文本写出：其中有一个数超出 JavaScript 的精度",
    ),
    "code_or": (" or ", " 或 "),
    "code_deprecated": ("{name} is deprecated", "{name} 已弃用"),
    "code_deprecated_for": ("{name} is deprecated, use {names}", "{name} 已弃用，请改用 {names}"),
    "code_renamed": (
        "{name} goes to this server as {replacement}",
        "{name} 以 {replacement} 的名称发给此服务器",
    ),
    "code_dropped": ("{name} is left out, the model refuses it", "已略去 {name}，该模型不接受它"),
    "code_system_folded": (
        "The system prompt stands in the first message, the model takes no system role",
        "系统提示词已并入第一条消息，该模型不支持 system 角色",
    ),
    "code_reasoning_returned": (
        "Earlier reasoning is sent along, the server demands it",
        "已附上先前的思考过程，该服务器要求如此",
    ),
    "code_hidden": (
        "A secret in this request was taken out, look for the word hidden",
        "此请求中的密钥已去除，见 hidden 字样",
    ),
    "code_of_local": (
        "The embedded model has no address for other programs:\n"
        "its server gets another one with each start.\n"
        "Choose a model of a server with a fixed address.",
        "内置模型没有可供其他程序使用的地址：\n"
        "它的服务器每次启动地址都不同。\n"
        "请选择有固定地址的服务器上的模型。",
    ),
}

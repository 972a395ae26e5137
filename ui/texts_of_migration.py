"""Every word about moving old code to today's package, in English and 中文."""

MIGRATION_WORDS: dict[str, tuple[str, str]] = {
    "migrate": ("Legacy to new", "旧代码迁移"),
    "migrate_hint": (
        "Code written for the openai package 0.28 or older becomes code for today's. Nothing"
        " is sent to a model, nothing is kept, and no code is run. Esc, then Tab, leaves the box.",
        "把为 openai 0.28 或更早版本写的代码改成适用于当前版本。"
        "不会发送给任何模型，不会保存，也不会运行代码。按 Esc 再按 Tab 可离开输入框。",
    ),
    "migrate_old": ("Your Python code", "你的 Python 代码"),
    "migrate_new": ("Code for today's package", "适用于当前版本的代码"),
    "migrate_run": ("Convert", "转换"),
    "migrate_example": ("Try an example", "填入示例"),
    "migrate_working": ("Reading the code…", "正在读取代码…"),
    "migrate_changed_title": ("What changed", "已改动"),
    "migrate_open_title": ("What is left to you", "需要你处理"),
    "migrate_line": ("Line {lines}", "第 {lines} 行"),
    "migrate_lines": ("Lines {lines}", "第 {lines} 行"),
    "migrate_more_lines": ("Lines {lines} and {count} more", "第 {lines} 行等，另有 {count} 处"),
    "migrate_whole": ("In all", "整体"),
    "migrate_counted": (
        "Changes: {changes}. Left to you: {open}. Line numbers are those of your code.",
        "改动 {changes} 处，待处理 {open} 处。行号以你的代码为准。",
    ),
    # nothing came of it
    "migrate_empty": ("Paste some Python code first.", "请先粘贴 Python 代码。"),
    "migrate_already_new": (
        "This is written for today's package already. There is nothing to change.",
        "这段代码已适用于当前版本，无需改动。",
    ),
    "migrate_no_openai": (
        "This code does not import openai, so nothing in it is touched. Paste the import lines"
        " too.",
        "这段代码没有导入 openai，因此未作改动。请连同 import 语句一起粘贴。",
    ),
    "migrate_untouched": (
        "Nothing could be changed with certainty. See what is left to you.",
        "没有可以确定改动的地方，请查看需要你处理的部分。",
    ),
    "migrate_not_python": (
        "Line {line}, column {column}: this is not Python 3 ({reason}). Mend it, then"
        " convert again.",
        "第 {line} 行第 {column} 列：不是有效的 Python 3（{reason}）。请修正后重新转换。",
    ),
    "migrate_python_2": (
        "Line {line}, column {column}: this is Python 2. Move it to Python 3 first, for example"
        " with print(…).",
        "第 {line} 行第 {column} 列：这是 Python 2 代码。请先改为 Python 3，例如 print(…)。",
    ),
    "migrate_other_language": (
        "This looks like {found}. Only Python code can be converted.",
        "这看起来是 {found}。只能转换 Python 代码。",
    ),
    "migrate_too_long": (
        "The code has {size} kB; at most {limit} kB can be converted. Paste one file at a time.",
        "代码有 {size} kB，最多可转换 {limit} kB。请一次粘贴一个文件。",
    ),
    "migrate_too_deep": (
        "The code is nested too deeply to be read safely. Convert the part that uses openai.",
        "代码嵌套过深，无法安全读取。请只转换用到 openai 的部分。",
    ),
    "migrate_too_slow": (
        "Reading the code took more than {seconds} s and was ended. Paste a smaller part.",
        "读取代码超过 {seconds} 秒，已中止。请粘贴较小的一部分。",
    ),
    "migrate_migration_failed": (
        "Parley could not convert this code. Nothing was changed; paste a smaller part.",
        "Parley 无法转换这段代码，未作任何改动。请粘贴较小的一部分。",
    ),
    # what changed
    "migrate_import": ("{before} is now {after}.", "{before} 改为 {after}。"),
    "migrate_import_gone": ("{before} is no longer needed.", "{before} 不再需要。"),
    "migrate_setting": (
        "{before} is now {after} of the client.",
        "{before} 改为客户端的 {after}。",
    ),
    "migrate_setting_type": (
        "{before} is left out: the class {after} says it.",
        "已略去 {before}：由类 {after} 表示。",
    ),
    "migrate_setting_dropped": (
        "{name} is left out: the kind of client says it.",
        "已略去 {name}：由客户端的类型决定。",
    ),
    "migrate_setting_idle": (
        "openai.{name} is left out: it had no effect in 0.28 either.",
        "已略去 openai.{name}：它在 0.28 中本就不起作用。",
    ),
    "migrate_client": ("A client is made: {code}.", "创建客户端：{code}。"),
    "migrate_call": ("{before} is now {after}.", "{before} 改为 {after}。"),
    "migrate_argument": ("The argument {before} is now {after}.", "参数 {before} 改为 {after}。"),
    "migrate_argument_dropped": (
        "The argument {name} is left out: another says it, or nothing takes it today.",
        "已略去参数 {name}：已由其他参数表示，或不再支持。",
    ),
    "migrate_argument_body": (
        "The argument {name} is not OpenAI's own, so it goes into extra_body.",
        "参数 {name} 不是 OpenAI 自己的，改放在 extra_body 中。",
    ),
    "migrate_result": ("{before} is now {after}.", "{before} 改为 {after}。"),
    "migrate_error": ("{before} is now {after}.", "{before} 改为 {after}。"),
    "migrate_handlers": (
        "The handler of {name} moved behind the narrower ones, which it would hide today.",
        "{name} 的 except 移到了更具体的之后，否则会先捕获它们。",
    ),
    "migrate_key_hidden": (
        "A key stood in the code. It is now read from the environment variable {name}.",
        "代码中含有密钥，现改为从环境变量 {name} 读取。",
    ),
    "migrate_key_default": (
        "A key stood in the code as a default and is left out.",
        "代码中作为默认值的密钥已去掉。",
    ),
    "migrate_key_in_environment": (
        "A key was put into the environment by the code itself; that line is left out. Set the"
        " variable outside of the code.",
        "代码自己把密钥写入环境变量，该行已去掉。请在代码之外设置该变量。",
    ),
    # what is left
    "migrate_setting_used": (
        "{code} is read, or set in a way that cannot be moved. Use the client's own attribute.",
        "{code} 在这里被读取，或以无法移动的方式设置。请改用客户端的属性。",
    ),
    "migrate_setting_aiosession": (
        "openai.aiosession is gone. An async client keeps its own connections; close it with"
        " await client.close().",
        "openai.aiosession 已移除。异步客户端自行管理连接，用 await client.close() 关闭。",
    ),
    "migrate_setting_requestssession": (
        "openai.requestssession is gone. Give the client an http_client.",
        "openai.requestssession 已移除。请给客户端传入 http_client。",
    ),
    "migrate_setting_api_key_path": (
        "openai.api_key_path is gone. Read the file and give the client its api_key.",
        "openai.api_key_path 已移除。请读取文件后把 api_key 传给客户端。",
    ),
    "migrate_setting_app_info": (
        "openai.app_info is gone. Give the client default_headers.",
        "openai.app_info 已移除。请给客户端传入 default_headers。",
    ),
    "migrate_setting_debug": (
        "openai.debug is gone. Set the environment variable OPENAI_LOG=debug.",
        "openai.debug 已移除。请设置环境变量 OPENAI_LOG=debug。",
    ),
    "migrate_setting_log": (
        "openai.log is gone. Set the environment variable OPENAI_LOG.",
        "openai.log 已移除。请设置环境变量 OPENAI_LOG。",
    ),
    "migrate_call_by_position": (
        "{code} is called with arguments that have no names, so it was not touched. Name"
        " them first.",
        "{code} 的参数没有名称，因此未改动。请先写明参数名。",
    ),
    "migrate_call_of_download": (
        "{code} is not awaited where it is called, so it was not touched.",
        "{code} 调用处没有 await，因此未改动。",
    ),
    "migrate_method_handed_on": (
        "{code} is handed on and called elsewhere. Check the arguments there: engine is model now.",
        "{code} 被传递到别处调用。请检查那里的参数：engine 现为 model。",
    ),
    "migrate_splat": (
        "What **{code} holds cannot be seen. Rename engine and deployment_id to model,"
        " request_timeout to timeout, headers to extra_headers there.",
        "无法看到 **{code} 的内容。请在其中把 engine、deployment_id 改为 model，"
        "request_timeout 改为 timeout，headers 改为 extra_headers。",
    ),
    "migrate_deprecated": (
        "{name} still works but is deprecated.",
        "{name} 仍可使用，但已弃用。",
    ),
    "migrate_deprecated_for": (
        "{name} still works on most models but is deprecated: use {names}.",
        "{name} 在多数模型上仍可使用，但已弃用，请改用 {names}。",
    ),
    "migrate_retired_model": (
        "The model {name} has been retired. Choose another.",
        "模型 {name} 已下线，请换用其他模型。",
    ),
    "migrate_azure_assumed": (
        "The API type is only known when the code runs; it is taken to be Azure.",
        "API 类型要到运行时才知道，这里按 Azure 处理。",
    ),
    "migrate_proxy_of_many": (
        "The proxy was a dictionary. Give one address, or mounts of the http_client.",
        "代理是一个字典。请给出单个地址，或使用 http_client 的 mounts。",
    ),
    "migrate_client_apart": (
        "The client is made earlier than this setting stood. Check that its value is known"
        " by then.",
        "客户端的创建早于这项设置的位置。请确认届时其值已知。",
    ),
    "migrate_client_global": (
        "{name} makes the client for all of the code. Nothing can be asked before it has run.",
        "{name} 为全部代码创建客户端，运行它之前无法发出请求。",
    ),
    "migrate_client_unused": (
        "Nothing in this code uses the client. Other files that relied on these settings must"
        " import it.",
        "这段代码没有用到客户端。依赖这些设置的其他文件需要导入它。",
    ),
    "migrate_client_conditional": (
        "The client is made only in some of these branches.",
        "只有部分分支创建了客户端。",
    ),
    "migrate_key_within": (
        "A key stood within a longer text or a comment; {name} stands in its place.",
        "较长的文字或注释中含有密钥，已用 {name} 代替。",
    ),
    "migrate_error_made": (
        "{name} is made by the code itself. It needs a response, or a request, as an argument now.",
        "代码自己创建了 {name}，现在需要传入 response 或 request 参数。",
    ),
    "migrate_error_read": (
        "{code} is no longer there. A status error has status_code, response, body, code"
        " and message.",
        "{code} 已不存在。带状态的错误有 status_code、response、body、code 和 message。",
    ),
    "migrate_not_found_apart": (
        "InvalidRequestError also meant an unknown model. That is NotFoundError today, which"
        " BadRequestError does not catch.",
        "InvalidRequestError 过去也表示模型不存在。"
        "现在那是 NotFoundError，BadRequestError 捕获不到。",
    ),
    "migrate_dynamic": (
        "{code} reads a field whose name cannot become an attribute. Use getattr.",
        "{code} 读取的字段名无法改为属性，请使用 getattr。",
    ),
    "migrate_optional": (
        "{code} has a default for a part that may be missing. Check it for None first.",
        "{code} 为可能缺失的部分提供了默认值。请先判断是否为 None。",
    ),
    "migrate_maybe_result": (
        "{code} reads like a result, but where it comes from cannot be seen. If it is one, write"
        " attributes such as .choices.",
        "{code} 看起来在读取结果，但无法确定来源。若是结果，请写成 .choices 这样的属性。",
    ),
    "migrate_handed_on": (
        "{code} leaves here as an object. Code elsewhere that reads it by subscript needs"
        " attributes, or .to_dict() here.",
        "{code} 在这里以对象形式传出。别处若用下标读取，需改用属性，或在此处加 .to_dict()。",
    ),
    "migrate_module_handed_on": (
        "The package itself is handed on or changed by name here; what happens with it cannot be"
        " seen.",
        "这里传递或按名称修改了整个 openai 包，无法得知之后的用途。",
    ),
    "migrate_import_star": (
        "import * hides which names are openai's. Import them by name, then convert again.",
        "import * 使人无法分辨哪些名称来自 openai。请逐个导入后重新转换。",
    ),
    "migrate_removed": (
        "{code} is gone from the package, without a successor.",
        "{code} 已从包中移除，没有替代。",
    ),
    "migrate_removed_edits": (
        "{code} is gone with the edits API. Ask a chat model to edit the text.",
        "{code} 已随 edits 接口移除。请让聊天模型来修改文字。",
    ),
    "migrate_removed_fine_tunes": (
        "{code} is gone with the fine-tunes API. Use client.fine_tuning.jobs.",
        "{code} 已随 fine-tunes 接口移除。请使用 client.fine_tuning.jobs。",
    ),
    "migrate_removed_engines": (
        "{code} is gone with the engines API. Use client.models.",
        "{code} 已随 engines 接口移除。请使用 client.models。",
    ),
    "migrate_removed_deployments": (
        "{code} is gone. Azure's deployments are managed with Azure's own tools.",
        "{code} 已移除。请使用 Azure 自己的工具管理部署。",
    ),
    "migrate_removed_embeddings_utils": (
        "{code} is gone. Call client.embeddings.create, and compute similarity with numpy.",
        "{code} 已移除。请调用 client.embeddings.create，并用 numpy 计算相似度。",
    ),
    "migrate_removed_datalib": (
        "{code} is gone. Import numpy or pandas directly.",
        "{code} 已移除。请直接导入 numpy 或 pandas。",
    ),
    "migrate_removed_types": (
        "{code} is gone. Types of results are in openai.types.",
        "{code} 已移除。结果的类型在 openai.types 中。",
    ),
    "migrate_removed_errors": (
        "{code} is gone. Errors are in openai itself.",
        "{code} 已移除。错误类直接在 openai 中。",
    ),
    "migrate_class_used": (
        "{code} is used other than by calling a method of it. Types of results are in"
        " openai.types.",
        "{code} 的用法不是调用其方法。结果的类型在 openai.types 中。",
    ),
    "migrate_environment_name": (
        "The environment variable {before} is called {after} today.",
        "环境变量 {before} 现名为 {after}。",
    ),
    "migrate_name_in_text": (
        "{code} stands in a text, such as for a mock. It does not exist today.",
        "文字中出现 {code}（例如用于 mock），该名称已不存在。",
    ),
}

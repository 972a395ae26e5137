"""Every word that a person reads on the page, in English and 中文.

Words that stand in a component are translated in the browser (`I18N[key]` gives
the marker for it); words that are made while the page is in use are looked up here
with `say`, in the language that the browser asks for. What an error says in
Chinese is in `texts_of_errors`.
"""

from collections.abc import Mapping
from typing import cast

import gradio as gr

from backends.parameters import PARAMETERS
from ui.languages import Language, language_in
from ui.texts_of_charts import CHART_WORDS
from ui.texts_of_code import CODE_WORDS
from ui.texts_of_compare import COMPARE_WORDS
from ui.texts_of_effects import EFFECT_WORDS
from ui.texts_of_estimates import ESTIMATE_WORDS
from ui.texts_of_files import FILE_WORDS
from ui.texts_of_fuse import FUSE_WORDS
from ui.texts_of_history import HISTORY_WORDS
from ui.texts_of_inside import INSIDE_WORDS
from ui.texts_of_measures import MEASURE_WORDS
from ui.texts_of_migration import MIGRATION_WORDS
from ui.texts_of_models import MODEL_WORDS
from ui.texts_of_parameters import REFERENCE_WORDS
from ui.texts_of_presets import PRESET_WORDS
from ui.texts_of_prices import PRICE_WORDS
from ui.texts_of_repeats import REPEAT_WORDS
from ui.texts_of_results import RESULT_WORDS
from ui.texts_of_runs import RUN_WORDS
from ui.texts_of_trial import TRIAL_WORDS
from ui.texts_of_votes import VOTE_WORDS

WORDS: dict[str, tuple[str, str]] = {
    # tabs and frame
    "chat": ("Chat", "聊天"),
    "compare": ("Compare", "对比"),
    "explore": ("Explore", "探索"),
    # conversation
    "conversation": ("Conversation", "对话"),
    "message": ("Message", "消息"),
    "message_hint": ("Ask anything", "输入问题"),
    "send": ("Send", "发送"),
    "stop": ("Stop", "停止"),
    "retry": ("Retry", "重试"),
    "retry_with": ("Retry with another model", "换个模型重试"),
    "retry_with_hint": ("Retry with…", "换个模型…"),
    "undo": ("Undo", "撤销"),
    "new_chat": ("New chat", "新对话"),
    "copy_conversation": ("Copy all", "复制全部"),
    "copied": ("Copied.", "已复制。"),
    "welcome": (
        "Talk to any model. See its speed and cost.",
        "与任何模型对话，随时看到速度和费用。",
    ),
    "welcome_model": ("Now asking **{model}**.", "当前模型：**{model}**。"),
    "welcome_local": (
        "This is SmolLM2-135M, a very small model that runs on this machine. It knows English"
        " only and is often wrong. For a better one, put a key into `.env` and restart.",
        "这是在本机运行的小模型 SmolLM2-135M：只懂英语，常常出错。"
        "想用更好的模型，请在 `.env` 中填入密钥并重启。",
    ),
    "welcome_none": (
        "**No model is set up yet.** Copy `.env.example` to `.env`, fill in one of these, and"
        " restart Parley:\n\n"
        "- `OPENAI_API_KEY` for OpenAI\n"
        "- `AZURE_OPENAI_ENDPOINT`, `AZURE_OPENAI_API_KEY` and `AZURE_OPENAI_DEPLOYMENTS`"
        " for Azure OpenAI\n"
        "- `PARLEY_SERVERS__OLLAMA__BASE_URL=http://localhost:11434/v1` for a compatible server"
        " such as Ollama",
        "**尚未设置模型。** 把 `.env.example` 复制为 `.env`，填入以下任意一项，"
        "然后重启 Parley：\n\n"
        "- OpenAI：`OPENAI_API_KEY`\n"
        "- Azure OpenAI：`AZURE_OPENAI_ENDPOINT`、`AZURE_OPENAI_API_KEY`"
        " 和 `AZURE_OPENAI_DEPLOYMENTS`\n"
        "- Ollama 等兼容服务器：`PARLEY_SERVERS__OLLAMA__BASE_URL=http://localhost:11434/v1`",
    ),
    "welcome_unavailable": (
        "The embedded model could not be fetched: {reason}. It is tried again with each message.",
        "内置模型下载失败：{reason}。每次发送消息时会再次尝试。",
    ),
    # model and parameters
    "model": ("Model", "模型"),
    "model_hint": ("Choose or type server:model", "选择或输入 服务器:模型"),
    "refresh": ("Refresh models", "刷新模型列表"),
    "servers": ("Servers", "服务器"),
    "system": ("System prompt", "系统提示词"),
    "system_hint": ("Goes with every turn", "每一轮都会发送"),
    "parameters": ("Parameters", "参数"),
    "parameters_hint": (
        "Only what you set is sent. Grey is the server's default.",
        "只发送已设置的参数；灰色为服务器默认值。",
    ),
    "reset_all": ("Reset all", "全部恢复默认"),
    "stop_hint": ("one per line, up to 4", "每行一个，最多 4 个"),
    "schema": ("JSON schema", "JSON 模式（schema）"),
    "extra": ("Extra fields (JSON)", "附加字段（JSON）"),
    # figures under a reply
    "waiting": ("waiting {seconds} s", "等待中 {seconds} 秒"),
    "retrying": ("trying again in {seconds} s", "{seconds} 秒后重试"),
    "first_token": ("{seconds} s to first token", "首字延迟 {seconds} 秒"),
    "total": ("{seconds} s in all", "共 {seconds} 秒"),
    "speed": ("{speed} tokens/s", "每秒 {speed} 词元"),
    "tokens": ("{input} → {output} tokens", "{input} → {output} 词元"),
    "output_only": ("{output} tokens", "{output} 词元"),
    "estimate": ("≈{count}", "约{count}"),
    "price_unknown": ("price unknown", "价格未知"),
    "cost_unknown": ("cost unknown", "费用未知"),
    "free": ("free", "免费"),
    "reasoning": ("Reasoning", "思考过程"),
    "reasoning_for": ("Reasoning ({seconds} s)", "思考过程（{seconds} 秒）"),
    "detail_model": ("Asked", "请求的模型"),
    "detail_served": ("Answered by", "实际应答的模型"),
    "detail_finish": ("Finish reason", "结束原因"),
    "detail_input": ("Input tokens", "输入词元"),
    "detail_cached": ("of these cached", "其中命中缓存"),
    "detail_output": ("Output tokens", "输出词元"),
    "detail_reasoning": ("of these reasoning", "其中思考"),
    "detail_cost": ("Cost", "费用"),
    "detail_request": ("Request id", "请求编号"),
    "unknown": ("not reported", "未报告"),
    # how a reply ended
    "stopped": ("Stopped. What arrived is kept.", "已停止，已收到的内容会保留。"),
    "cut_by_length": (
        "The reply reached its maximum length. Raise max output tokens, or ask it to go on.",
        "回复达到最大长度。可调高最大输出词元数，或让它继续。",
    ),
    "filtered_prompt": (
        "The server's content filter did not let the message through{categories}."
        " Reword it and send again.",
        "服务器的内容过滤拦截了这条消息{categories}。请改写后重新发送。",
    ),
    "filtered_reply": (
        "The server's content filter cut the reply{categories}. What arrived is kept.",
        "服务器的内容过滤截断了回复{categories}。已收到的内容会保留。",
    ),
    "refused_by_model": ("The model declined to answer.", "模型拒绝回答。"),
    "ended_otherwise": (
        "The server ended the reply with “{reason}”.",
        "服务器以“{reason}”结束了回复。",
    ),
    "no_output": ("The model answered without any text.", "模型没有返回任何文字。"),
    "tool_call": ("The model asks to call a tool:", "模型请求调用工具："),
    # what was sent is not what was asked for
    "notice_renamed": (
        "{parameter} was sent as {replacement}.",
        "{parameter} 以 {replacement} 的名称发送。",
    ),
    "notice_dropped": (
        "{parameter} was dropped: this model does not accept the value or knows only its default.",
        "已略去 {parameter}：该模型不接受这个值，或只接受默认值。",
    ),
    "notice_ignored": (
        "{parameter} was not sent: Parley sets it itself.",
        "未发送 {parameter}：它由 Parley 自行设置。",
    ),
    "notice_system_folded": (
        "The system prompt was put into the first message: this model takes no system role.",
        "系统提示词已并入第一条消息：该模型不支持 system 角色。",
    ),
    "notice_reasoning_returned": (
        "Earlier reasoning was sent along: this server demands it.",
        "已附上先前的思考过程：该服务器要求如此。",
    ),
    "notice_filter_unavailable": (
        "The server's content filter did not run on this reply.",
        "服务器的内容过滤未对此回复生效。",
    ),
    "notice_unreadable_event": (
        "Part of the stream could not be read and was skipped.",
        "流中有一部分无法读取，已跳过。",
    ),
    # refusals by Parley itself
    "empty_message": ("Write a message first.", "请先输入消息。"),
    "message_too_long": (
        "The message has {size} characters; at most {limit} can be sent. Shorten it.",
        "消息有 {size} 个字符，最多可发送 {limit} 个。请缩短。",
    ),
    "still_answering": (
        "A reply is still being written. Stop it or wait for it to end.",
        "回复仍在生成。请先停止，或等它结束。",
    ),
    "no_model": ("Choose a model first.", "请先选择模型。"),
    "extra_not_json": (
        'Extra fields must be a JSON object such as {{"top_k": 40}}.',
        '附加字段必须是 JSON 对象，例如 {{"top_k": 40}}。',
    ),
    "logit_bias_not_json": (
        'logit_bias must be a JSON object such as {{"50256": -100}}.',
        'logit_bias 必须是 JSON 对象，例如 {{"50256": -100}}。',
    ),
    "schema_not_json": (
        'The JSON schema must be a JSON object such as {{"type": "object"}}.',
        'JSON 模式必须是 JSON 对象，例如 {{"type": "object"}}。',
    ),
    "not_number": ("{name} must be a number, such as 0.7.", "{name}必须是数字，例如 0.7。"),
    "not_integer": ("{name} must be a whole number, such as 200.", "{name}必须是整数，例如 200。"),
    "nothing_to_retry": ("There is nothing to retry yet.", "还没有可重试的内容。"),
    # servers
    "server_ready": ("{server}: {count} models", "{server}：{count} 个模型"),
    "server_ready_one": ("{server}: 1 model", "{server}：1 个模型"),
    "server_deployments": ("{server}: {count} deployments", "{server}：{count} 个部署"),
    "server_deployments_one": ("{server}: 1 deployment", "{server}：1 个部署"),
    "server_no_deployments": (
        "{server}: no deployments listed in AZURE_OPENAI_DEPLOYMENTS; type a name",
        "{server}：AZURE_OPENAI_DEPLOYMENTS 中没有部署，请直接输入名称",
    ),
    "server_asking": ("{server}: asking…", "{server}：正在查询…"),
    "local_fetching": (
        "fetching the embedded model: {done} of {total} MB",
        "正在下载内置模型：{done} / {total} MB",
    ),
    # tables
    "models": ("Models", "模型"),
    "column_model": ("Model", "模型"),
    "column_owner": ("Owner", "所有者"),
    "column_created": ("Created", "创建日期"),
    "column_context": ("Context (tokens)", "上下文（词元）"),
    "column_input": ("Input $/M", "输入 $/百万"),
    "column_output": ("Output $/M", "输出 $/百万"),
    "column_cached": ("Cached $/M", "缓存 $/百万"),
    "column_source": ("Price from", "价格来源"),
    "source_genai_prices": ("genai-prices", "genai-prices"),
    "source_local": ("free, on this machine", "免费，在本机运行"),
    "source_unknown": ("unknown", "未知"),
    "deprecated": ("Deprecated.", "已弃用。"),
    "deprecated_for": ("Deprecated: use {names}.", "已弃用，请改用 {names}。"),
}

WORDS.update(COMPARE_WORDS | RUN_WORDS | REPEAT_WORDS | MEASURE_WORDS | RESULT_WORDS)
WORDS.update(CHART_WORDS | ESTIMATE_WORDS | FUSE_WORDS | VOTE_WORDS)
WORDS.update(CODE_WORDS)
WORDS.update(EFFECT_WORDS)
WORDS.update(HISTORY_WORDS | INSIDE_WORDS)
WORDS.update(MIGRATION_WORDS)
WORDS.update(MODEL_WORDS)
WORDS.update(FILE_WORDS)
WORDS.update(REFERENCE_WORDS)
WORDS.update(PRESET_WORDS)
WORDS.update(PRICE_WORDS)
WORDS.update(TRIAL_WORDS)
WORDS.update(
    {f"label.{p.name}": (p.label_en or p.name, p.label_zh or p.name) for p in PARAMETERS}
    | {f"meaning.{p.name}": (p.meaning_en, p.meaning_zh) for p in PARAMETERS}
)

EXAMPLES: tuple[tuple[str, str], ...] = (
    ("Explain what a token is, in three sentences.", "用三句话解释什么是词元。"),
    ("Write a haiku about the sea.", "写一首关于大海的俳句。"),
    ("What is the capital of France?", "法国的首都是哪里？"),
    ("Show a Python function that reverses a list.", "写一个反转列表的 Python 函数。"),
)

I18N = gr.I18n(
    en={key: english for key, (english, _) in WORDS.items()},
    zh={key: chinese for key, (_, chinese) in WORDS.items()},
)


def word(key: str) -> str:
    """The marker for a component's label, translated in the browser."""
    if key not in WORDS:
        raise KeyError(key)
    return I18N(key)  # type: ignore[return-value]  # a marker that components take as text


def say(language: Language, key: str, **values: object) -> str:
    """The sentence for `key`, filled in."""
    return WORDS[key][language == "zh"].format(**values)


def language_of(request: gr.Request | None) -> Language:
    """The language of the page that asks: the person's choice, else the browser's."""
    return language_in(cast(Mapping[str, str], getattr(request, "headers", None) or {}))

"""What each error of the backends says in Chinese; in English it says it itself."""

from backends.errors import BackendError
from ui.texts import Language

CHINESE: dict[str, tuple[str, str]] = {
    "BackendError": ("{server} 无法回答", "请重试。"),
    "KeyMissing": ("{server} 没有设置密钥", "请在 .env 中设置 {variable} 并重启 Parley。"),
    "KeyRefused": ("{server} 不接受该密钥", "请检查 .env 中的 {variable} 并重启 Parley。"),
    "AccessDenied": ("{server} 不允许用该密钥访问 {model}", "请申请该模型的权限，或换一个模型。"),
    "ModelNotFound": ("{server} 上没有名为 {model} 的模型", "请从列表中选择，或检查拼写。"),
    "DeploymentNotFound": (
        "{server} 上没有名为 {model} 的部署",
        "请使用部署名而不是模型名，并写入 AZURE_OPENAI_DEPLOYMENTS；新部署需要几分钟才能生效。",
    ),
    "WrongAddress": (
        "{url} 不像是 OpenAI 兼容的服务器",
        "请检查 {variable}：地址通常以 /v1 结尾，例如 {suggestion}。",
    ),
    "WrongEndpoint": (
        "{url} 不像是 OpenAI 兼容的服务器",
        "请检查 {variable}（格式如 {suggestion}），如果设置了 OPENAI_API_VERSION 也请检查。",
    ),
    "Redirected": (
        "{server} 要求转到另一个地址，Parley 不会跟随",
        "请把服务器的最终地址填入 {variable}。",
    ),
    "RequestRefused": ("{server} 拒绝了请求", "请按它的说明修改后重新发送。"),
    "ContextExceeded": (
        "对话超过了 {model} 能读取的长度",
        "请开始新对话、缩短消息，或选择上下文更大的模型。",
    ),
    "TextTooLong": (
        "有一段文本超过了 {model} 能读取的长度",
        "请缩短文本，或选择能读取更长文本的模型。",
    ),
    "EmptyText": ("第 {number} 段文本是空的", "请填写内容，或去掉这一段。"),
    "TooManyTexts": ("{count} 段文本超过了一次可发送的数量", "最多 {limit} 段。"),
    "EndpointMissing": (
        "{server} 不提供{operation}",
        "请选择其他服务器上的模型；如果聊天也失败，请检查 {variable}。",
    ),
    "ModelUnfit": ("{model} 不能用于{operation}", "请换一个模型，例如 {suggestion}。"),
    "RateLimited": ("{server} 限制了该密钥的请求频率", "请稍候再重试。"),
    "RateLimitedFor": ("{server} 限制了该密钥的请求频率", "请等待 {seconds} 秒后重试。"),
    "QuotaExhausted": ("{server} 的账户余额已用完", "请检查套餐与账单，或换一个服务器。"),
    "ServerFailed": ("{server} 出错（{status}）", "请稍后重试，或换一个模型。"),
    "Unreachable": (
        "无法连接 {server}（{url}）：{reason}",
        "请检查 {variable} 中的地址，并确认服务器正在运行。",
    ),
    "TimedOut": ("{server} 已 {seconds} 秒没有响应", "请重试，或换一个更快的模型。"),
    "Incomplete": ("{server} 中断了回复", "已收到的内容会保留；重试可得到完整回复。"),
    "AnswerTooLarge": (
        "{server} 的回复超过了 Parley 的读取上限（{limit}）",
        "已收到的内容会保留；请调低最大输出词元数后重试。",
    ),
    "AnswerUnreadable": (
        "{server} 没有按 OpenAI 格式应答：{reason}",
        "请检查 {variable}：应填 API 的地址，而不是网页地址。",
    ),
    "ModelUnavailable": (
        "内置模型无法在这里运行：{reason}",
        "请改为在 .env 中设置密钥或服务器，.env.example 里有说明。",
    ),
    "UnknownServer": ("没有名为 {name} 的服务器", "可用的服务器：{known}。"),
    "IncompleteModelName": (
        "{name} 没有同时写明服务器和模型",
        "请写成 服务器:模型；可用的服务器：{known}。",
    ),
}

REASONS: dict[str, str] = {
    # connections and answers
    "its TLS certificate is not trusted": "其 TLS 证书不受信任",
    "there is no such host": "找不到该主机",
    "the connection was refused": "连接被拒绝",
    "it did not take the connection in time": "连接超时",
    "the connection broke": "连接中断",
    "it was empty": "内容为空",
    "it is a web page": "返回的是网页",
    "it is plain text": "返回的是纯文本",
    "it is no reply": "返回的内容不是回复",
    "it is broken JSON": "JSON 已损坏",
    "its list of models is not JSON": "模型列表不是 JSON",
    "its vectors are not complete": "返回的向量不完整",
    "it is compressed in a way that Parley does not read": "使用了 Parley 不支持的压缩方式",
    # the embedded model
    "the package xllamacpp is not installed; it exists for macOS, Windows on x86-64 and"
    " Linux with glibc": "未安装 xllamacpp，它只支持 macOS、x86-64 的 Windows"
    " 和使用 glibc 的 Linux",
    "it is fetched with pip, which this Python does not have": "下载需要 pip，而此 Python 没有 pip",
    "the downloaded file is not the expected one": "下载的文件不符合预期",
    "the download was stopped": "下载已停止",
    "the certificate of the package index was not accepted": "软件包索引的证书不被接受",
    "the proxy did not let the download through": "代理服务器阻止了下载",
    "the package index asks for a login": "软件包索引要求登录",
    "the package index could not be reached": "无法连接软件包索引",
    "the package index does not have the model": "软件包索引中没有该模型",
    "llama.cpp could not load the model file": "llama.cpp 无法加载模型文件",
    "it was stopped": "已被停止",
    "Parley is closing": "Parley 正在关闭",
    "its file is gone": "模型文件已不存在",
}

# What stands in a sentence where something has no name or says nothing of its own.
PHRASES: dict[str, dict[str, str]] = {
    "server": {"The server": "服务器"},
    "variable": {
        "the server's address": "服务器地址",
        "the settings": "设置",
        "the key": "密钥",
    },
    "model": {"its list of models": "其模型列表"},
    "name": {"An empty text": "空的名称"},
    "known": {"none": "无"},
    "status": {"unknown": "未知错误"},
    "operation": {
        "embeddings": "文本嵌入（embeddings）",
        "legacy completions": "旧版补全接口",
        "tests of models": "模型测试",
    },
    "detail": {"it holds a value that cannot be sent": "其中有无法发送的值"},
    "reason": REASONS,
}


def explain(language: Language, error: BackendError) -> tuple[str, str]:
    """Cause and next step, a sentence each."""
    if not error.advice:  # its sentence was made, and said, before
        return str(error), ""
    if language == "en":
        cause, _, _ = str(error).rpartition(error.advice.format_map(error.values))
        return cause.strip(), error.advice.format_map(error.values)
    # A kind of error that has no words here has those of the kind that it is one of.
    kinds = (kind.__name__ for kind in type(error).__mro__)
    cause, advice = next(CHINESE[kind] for kind in kinds if kind in CHINESE)
    values = {name: PHRASES.get(name, {}).get(value, value) for name, value in error.values.items()}
    detail = f"（{values['detail']}）" if values["detail"] else ""
    return f"{cause.format_map(values)}{detail}。", advice.format_map(values)


def reason_in(language: Language, reason: str) -> str:
    """A `reason` of the backends alone, as far as it is one of their fixed words."""
    return REASONS.get(reason, reason) if language == "zh" else reason

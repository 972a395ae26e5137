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
    "Redirected": (
        "{server} 要求转到另一个地址，Parley 不会跟随",
        "请把服务器的最终地址填入 {variable}。",
    ),
    "RequestRefused": ("{server} 拒绝了请求", "请按它的说明修改后重新发送。"),
    "ContextExceeded": (
        "对话超过了 {model} 能读取的长度",
        "请开始新对话、缩短消息，或选择上下文更大的模型。",
    ),
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
    "its TLS certificate is not trusted": "其 TLS 证书不受信任",
    "there is no such host": "找不到该主机",
    "the connection was refused": "连接被拒绝",
    "it did not take the connection in time": "连接超时",
    "the connection broke": "连接中断",
    "it was empty": "内容为空",
    "it is a web page": "返回的是网页",
    "it is broken JSON": "JSON 已损坏",
    "its list of models is not JSON": "模型列表不是 JSON",
    "it is compressed in a way that Parley does not read": "使用了 Parley 不支持的压缩方式",
}


def explain(language: Language, error: BackendError) -> tuple[str, str]:
    """Cause and next step, a sentence each."""
    if language == "en":
        cause, _, _ = str(error).rpartition(error.advice.format_map(error.values))
        return cause.strip(), error.advice.format_map(error.values)
    cause, advice = CHINESE.get(type(error).__name__, CHINESE["BackendError"])
    values = dict(error.values)
    values["reason"] = REASONS.get(values.get("reason", ""), values.get("reason", ""))
    detail = f"（{values['detail']}）" if values["detail"] else ""
    return f"{cause.format_map(values)}{detail}。", advice.format_map(values)

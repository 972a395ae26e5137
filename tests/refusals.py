"""How servers refuse a request: keys, models, parameters, prompts, each in its own words."""

import json
from typing import Any, Literal

from tests.replies import error, json_body
from tests.routes import Family
from tests.wire import Recorded, Reply

RefusalStyle = Literal[
    "unsupported_parameter", "unsupported_value", "unnamed", "vllm", "fastapi", "siliconflow"
]
MISSING = object()
INSTEAD = {"max_tokens": "max_completion_tokens"}


def key_refused(key: str, family: Family) -> Reply:
    """401 with the key in it, masked and plain: a careless server, whose words may not be shown."""
    if family != "openai":
        said = "Access denied due to invalid subscription key or wrong API endpoint."
        return error(401, "401", f"{said} Make sure to provide a valid key. api-key: {key}")
    masked = f"{key[:8]}{'*' * 8}{key[-4:]}"
    said = f"Incorrect API key provided: {masked}. Authorization: Bearer {key}"
    return error(401, "invalid_api_key", said)


def model_not_found(model: str) -> Reply:
    said = f"The model `{model}` does not exist or you do not have access to it."
    return error(404, "model_not_found", said)


def deployment_not_found() -> Reply:
    said = (
        "The API deployment for this resource does not exist. If you created the deployment"
        " within the last 5 minutes, please wait a moment and try again."
    )
    return json_body({"error": {"code": "DeploymentNotFound", "message": said}}, 404)


def path_not_found(request: Recorded) -> Reply:
    if request.path.startswith("/openai/"):
        return json_body({"error": {"code": "404", "message": "Resource not found"}}, 404)
    said = f"Invalid URL ({request.method} {request.path})"
    return error(404, None, said)


def prompt_filtered(*categories: str) -> Reply:
    """400 from Azure, whose content filter objected to the prompt in `categories`."""
    names = ("hate", "self_harm", "sexual", "violence")
    result = {
        name: {"filtered": name in categories, "severity": "high" if name in categories else "safe"}
        for name in names
    }
    said = (
        "The response was filtered due to the prompt triggering Azure OpenAI's content management"
        " policy. Please modify your prompt and retry."
    )
    inner = {"code": "ResponsibleAIPolicyViolation", "content_filter_result": result}
    outer = {"message": said, "type": None, "param": "prompt", "code": "content_filter"}
    return json_body({"error": outer | {"status": 400, "innererror": inner}}, 400)


def asked_for(body: dict[str, Any], name: str) -> Any:
    """What `body` says for `name`, or MISSING; "messages[0].role" counts unless it is "user"."""
    if name != "messages[0].role":
        return body.get(name, MISSING)
    roles = [message.get("role") for message in body.get("messages", [])[:1]]
    return roles[0] if roles and roles[0] != "user" else MISSING


def parameter_refused(name: str, value: Any, style: RefusalStyle) -> Reply:
    """400 or 422 because of one parameter.

    The first two styles are OpenAI's, with `param` and `code`; "unnamed" is the
    first one's text alone. "vllm", "fastapi" and "siliconflow" are other servers'.
    """
    hint = f" Use '{INSTEAD[name]}' instead." if name in INSTEAD else ""
    unsupported = f"Unsupported parameter: '{name}' is not supported with this model.{hint}"
    extra = "Extra inputs are not permitted"
    location = ["body", name]
    match style:
        case "unsupported_parameter":
            return error(400, style, unsupported, name)
        case "unsupported_value":
            return error(400, style, unsupported_value(name, value), name)
        case "unnamed":
            return error(400, None, unsupported)
        case "vllm":
            detail = {"type": "extra_forbidden", "loc": tuple(location), "msg": extra}
            said = {"object": "error", "message": str([detail]), "type": "BadRequestError"}
            return json_body(said | {"param": None, "code": 400}, 400)
        case "fastapi":
            detail = {"type": "extra_forbidden", "loc": location, "msg": extra, "input": value}
            return json_body({"detail": [detail]}, 422)
        case "siliconflow":
            said = {"code": 20015, "message": f"The parameter '{name}' is invalid.", "data": None}
            return json_body(said, 400)


def unsupported_value(name: str, value: Any) -> str:
    said = f"Unsupported value: '{name}' does not support {shown(value)} with this model."
    only = " Only the default (1) value is supported."
    return said + (only if isinstance(value, int | float) else "")


def shown(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else json.dumps(value)

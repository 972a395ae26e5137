"""What the results of the openai package look like, so that `["choices"]` becomes `.choices`.

A shape is a name; "[x" is a list of x, "~x" a stream of x, "@x" what gives x when awaited.
"chat?" may be a whole result or a stream of pieces, which only the running program knows.
A test holds the fields against those of the installed package.
"""

Shape = str
Shapes = frozenset[Shape]
NONE: Shapes = frozenset()

_SPECIFIED: dict[Shape, str] = {
    "chat": "id choices=[choice created model object service_tier system_fingerprint usage=usage",
    "chunk": "id choices=[piece created model object service_tier system_fingerprint usage=usage",
    "choice": "finish_reason index logprobs=logprobs message=message",
    "piece": "delta=delta finish_reason index logprobs=logprobs",
    "message": "content refusal role annotations audio function_call=function tool_calls=[tool",
    "delta": "content function_call=function refusal role tool_calls=[tool",
    "tool": "id function=function type",
    "function": "arguments name",
    "logprobs": "content=[token refusal",
    "token": "token bytes logprob top_logprobs=[token",
    "usage": "completion_tokens prompt_tokens total_tokens",
    "completion": "id choices=[text created model object system_fingerprint usage=usage",
    "text": "finish_reason index logprobs=text_logprobs text",
    "text_logprobs": "text_offset token_logprobs tokens top_logprobs",
    "embeddings": "data=[embedding model object usage=usage",
    "embedding": "embedding index object",
    "images": "created data=[image",
    "image": "b64_json revised_prompt url",
    "transcript": "text",
    "moderations": "id model results=[moderation",
    "moderation": "categories=categories category_scores=categories flagged",
    "categories": (
        "harassment harassment_threatening hate hate_threatening self_harm self_harm_instructions"
        " self_harm_intent sexual sexual_minors violence violence_graphic"
    ),
    "models": "data=[model object",
    "model": "id created object owned_by",
    "files": "data=[file object",
    "file": "id bytes created_at filename object purpose status status_details",
    "jobs": "data=[job object",
    "job": (
        "id created_at error=job_error fine_tuned_model finished_at hyperparameters=training model"
        " object organization_id result_files status trained_tokens training_file validation_file"
    ),
    "job_error": "code message param",
    "training": "batch_size learning_rate_multiplier n_epochs",
    "events": "data=[event object",
    "event": "id created_at data level message object type",
    "deleted": "id deleted object",
}


def _fields(specified: str) -> dict[str, Shape]:
    pairs = (each.partition("=") for each in specified.split())
    return {name: shape for name, _, shape in pairs}


SHAPES: dict[Shape, dict[str, Shape]] = {
    shape: _fields(specified) for shape, specified in _SPECIFIED.items()
}
"""Each shape's fields, with the shape of what is in them; "" for plain data."""
PRESENT = frozenset({"choices", "message", "delta", "data", "results"})
"""Fields that are always there: `.get("delta", {})` needs no default."""
TELLING = frozenset({"choices", "delta", "finish_reason"})
"""A subscript with such a word is likely one of a result, whatever it stands on."""


def is_object(shape: Shape) -> bool:
    return shape.removesuffix("?") in SHAPES


def field_of(shapes: Shapes, name: str) -> Shapes:
    """What `.name` of such a value is; nothing where it is plain data."""
    found = {SHAPES[each.removesuffix("?")].get(name, "") for each in shapes if is_object(each)}
    return frozenset(found - {""})


def has_field(shapes: Shapes, name: str) -> bool:
    """Whether one of them has it for certain; servers may add others."""
    return any(name in SHAPES[each.removesuffix("?")] for each in shapes if is_object(each))


def item_of(shapes: Shapes) -> Shapes:
    """What a subscript with a number gives."""
    return frozenset(each[1:] for each in shapes if each.startswith("["))


def element_of(shapes: Shapes) -> Shapes:
    """What a loop over such a value gives."""
    streams = {_piece(each) for each in shapes if each.endswith("?")}
    return frozenset(each[1:] for each in shapes if each[0] in "[~") | frozenset(streams)


def _piece(shape: Shape) -> Shape:
    return "chunk" if shape == "chat?" else shape.removesuffix("?")


def awaited(shapes: Shapes) -> Shapes:
    return frozenset(each.removeprefix("@") for each in shapes)


def wrapped(mark: str, shapes: Shapes) -> Shapes:
    return frozenset(mark + each for each in shapes)


def objects_in(shapes: Shapes) -> bool:
    return any(is_object(each) for each in shapes)

"""The methods of the openai package up to 0.28, and what they are called today.

Read in both packages' sources; a test holds today's side against the installed one.
Old names leave out the leading `openai.`.
"""

from dataclasses import dataclass, field, replace

from backends.parameters import KNOWN

CALL_OPTIONS = frozenset({"extra_headers", "extra_query", "extra_body", "timeout"})
"""What every method of today's clients takes, beside the request's own parameters."""


@dataclass(frozen=True, slots=True)
class Method:
    """Today's method for an old one.

    path: after the client. keywords: the request's parameters.
    result: a shape of `shapes`, "" for plain data. chunk: the shape of a piece of its stream.
    positional: the names of what could be given by position. by_position: the first still may.
    renamed: parameters with a new name. reads: the bytes of its result were the old result.
    awaited: it belongs to the async client.
    """

    path: str
    keywords: frozenset[str] = frozenset()
    result: str = ""
    chunk: str = ""
    positional: tuple[str, ...] = ()
    by_position: bool = False
    renamed: dict[str, str] = field(default_factory=dict[str, str])
    reads: bool = False
    awaited: bool = False


def _of_one(path: str, name: str, result: str, old: str = "id", reads: bool = False) -> Method:
    """About one thing, named by its first argument."""
    return Method(path, frozenset({name}), result, "", (name,), True, {old: name}, reads)


_COMPLETION = (
    "best_of echo frequency_penalty logit_bias logprobs max_tokens model n presence_penalty"
    " prompt seed stop stream stream_options suffix temperature top_p user"
)
_IMAGE = (
    "background model n output_compression output_format partial_images prompt quality"
    " response_format size stream user"
)
_SPEECH = "file model prompt response_format temperature"
_TRANSCRIPT = " chunking_strategy include language stream timestamp_granularities"
_JOB = (
    "hyperparameters integrations metadata method model seed suffix training_file validation_file"
)


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SYNC: dict[str, Method] = {
    "ChatCompletion.create": Method("chat.completions.create", KNOWN, "chat", "chunk"),
    "Completion.create": Method(
        "completions.create", _names(_COMPLETION), "completion", "completion"
    ),
    "Embedding.create": Method(
        "embeddings.create", _names("dimensions encoding_format input model user"), "embeddings"
    ),
    "Image.create": Method("images.generate", _names(_IMAGE + " moderation style"), "images"),
    "Image.create_edit": Method(
        "images.edit",
        _names(_IMAGE + " image input_fidelity mask"),
        "images",
        positional=("image", "mask"),
    ),
    "Image.create_variation": Method(
        "images.create_variation",
        _names("image model n response_format size user"),
        "images",
        positional=("image",),
    ),
    "Audio.transcribe": Method(
        "audio.transcriptions.create",
        _names(_SPEECH + _TRANSCRIPT),
        "transcript",
        positional=("model", "file"),
    ),
    "Audio.translate": Method(
        "audio.translations.create",
        _names(_SPEECH),
        "transcript",
        positional=("model", "file"),
    ),
    "Moderation.create": Method(
        "moderations.create",
        _names("input model"),
        "moderations",
        positional=("input", "model"),
    ),
    "Model.list": Method("models.list", result="models"),
    "Model.retrieve": _of_one("models.retrieve", "model", "model"),
    "Model.delete": _of_one("models.delete", "model", "deleted", "sid"),
    "File.create": Method(
        "files.create",
        _names("expires_after file purpose"),
        "file",
        positional=("file", "purpose"),
    ),
    "File.list": Method("files.list", _names("after limit order purpose"), "files"),
    "File.retrieve": _of_one("files.retrieve", "file_id", "file"),
    "File.delete": _of_one("files.delete", "file_id", "deleted", "sid"),
    "File.download": _of_one("files.content", "file_id", "", reads=True),
    "FineTuningJob.create": Method("fine_tuning.jobs.create", _names(_JOB), "job"),
    "FineTuningJob.list": Method("fine_tuning.jobs.list", _names("after limit metadata"), "jobs"),
    "FineTuningJob.retrieve": _of_one("fine_tuning.jobs.retrieve", "fine_tuning_job_id", "job"),
    "FineTuningJob.cancel": _of_one("fine_tuning.jobs.cancel", "fine_tuning_job_id", "job"),
    "FineTuningJob.list_events": Method(
        "fine_tuning.jobs.list_events",
        _names("after limit fine_tuning_job_id"),
        "events",
        positional=("fine_tuning_job_id",),
        by_position=True,
        renamed={"id": "fine_tuning_job_id"},
    ),
}


def _async_name(name: str) -> str:
    resource, _, method = name.partition(".")
    return f"{resource}.a{method}"


METHODS: dict[str, Method] = _SYNC | {
    _async_name(name): replace(method, awaited=True) for name, method in _SYNC.items()
}

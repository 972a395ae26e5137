"""What is said of today's package is true of the one that is installed."""

import inspect
from typing import Any

import openai
import pytest
from openai.pagination import SyncCursorPage, SyncPage
from openai.types import (
    Completion,
    CompletionChoice,
    CompletionUsage,
    CreateEmbeddingResponse,
    Embedding,
    FileObject,
    Image,
    ImagesResponse,
    Model,
    ModelDeleted,
    Moderation,
    ModerationCreateResponse,
)
from openai.types.audio import Transcription
from openai.types.chat import (
    ChatCompletion,
    ChatCompletionChunk,
    ChatCompletionMessage,
    ChatCompletionTokenLogprob,
)
from openai.types.chat.chat_completion import Choice, ChoiceLogprobs
from openai.types.chat.chat_completion_chunk import Choice as Piece
from openai.types.chat.chat_completion_chunk import ChoiceDelta
from openai.types.chat.chat_completion_message import FunctionCall
from openai.types.chat.chat_completion_message_function_tool_call import (
    ChatCompletionMessageFunctionToolCall,
)
from openai.types.completion_choice import Logprobs
from openai.types.fine_tuning import FineTuningJob, FineTuningJobEvent
from openai.types.fine_tuning.fine_tuning_job import Error, Hyperparameters
from openai.types.moderation import Categories

from ui.migration.legacy_names import ERRORS, NARROWER, NEWER, STATUS_ERRORS
from ui.migration.methods import CALL_OPTIONS, METHODS, Method
from ui.migration.shapes import SHAPES

TYPES: dict[str, Any] = {
    "chat": ChatCompletion,
    "chunk": ChatCompletionChunk,
    "choice": Choice,
    "piece": Piece,
    "message": ChatCompletionMessage,
    "delta": ChoiceDelta,
    "tool": ChatCompletionMessageFunctionToolCall,
    "function": FunctionCall,
    "logprobs": ChoiceLogprobs,
    "token": ChatCompletionTokenLogprob,
    "usage": CompletionUsage,
    "completion": Completion,
    "text": CompletionChoice,
    "text_logprobs": Logprobs,
    "embeddings": CreateEmbeddingResponse,
    "embedding": Embedding,
    "images": ImagesResponse,
    "image": Image,
    "transcript": Transcription,
    "moderations": ModerationCreateResponse,
    "moderation": Moderation,
    "categories": Categories,
    "model": Model,
    "file": FileObject,
    "job": FineTuningJob,
    "job_error": Error,
    "training": Hyperparameters,
    "event": FineTuningJobEvent,
    "deleted": ModelDeleted,
}
PAGES = ("models", "files", "jobs", "events")


def called(method: Method) -> Any:
    kind = openai.AsyncOpenAI if method.awaited else openai.OpenAI
    found: Any = kind(api_key="none", base_url="http://127.0.0.1:9")
    for name in method.path.split("."):
        found = getattr(found, name)
    return found


@pytest.mark.parametrize("name", METHODS)
def test_every_method_is_there_and_takes_what_it_is_given(name: str) -> None:
    method = METHODS[name]
    parameters = inspect.signature(called(method)).parameters

    assert method.keywords | CALL_OPTIONS <= parameters.keys()
    assert set(method.renamed.values()) | set(method.positional) <= method.keywords


@pytest.mark.parametrize("name", METHODS)
def test_only_what_may_be_given_by_position_is(name: str) -> None:
    method = METHODS[name]
    parameters = inspect.signature(called(method)).parameters

    if method.by_position:
        first = parameters[method.positional[0]]
        assert first.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD


def test_every_result_has_a_shape() -> None:
    used = {shape for method in METHODS.values() for shape in (method.result, method.chunk)}
    inner = {shape.lstrip("[") for fields in SHAPES.values() for shape in fields.values()}

    assert (used | inner) - {""} <= SHAPES.keys()
    assert SHAPES.keys() == TYPES.keys() | PAGES


@pytest.mark.parametrize("shape", TYPES)
def test_every_field_is_there(shape: str) -> None:
    assert SHAPES[shape].keys() <= TYPES[shape].model_fields.keys()


@pytest.mark.parametrize("shape", PAGES)
def test_a_list_of_things_has_them_as_data(shape: str) -> None:
    assert {"data", "object"} == SHAPES[shape].keys()
    assert "data" in SyncPage[Any].model_fields
    assert "data" in SyncCursorPage[Any].model_fields


def test_every_error_is_there_and_is_what_it_is_taken_for() -> None:
    assert all(issubclass(getattr(openai, name), openai.OpenAIError) for name in ERRORS.values())
    for name in ERRORS.values():
        has_status = issubclass(getattr(openai, name), openai.APIStatusError)
        assert has_status == (name in STATUS_ERRORS)
        for other in ERRORS.values():
            narrower = name != other and issubclass(getattr(openai, other), getattr(openai, name))
            assert narrower == (other in NARROWER.get(name, ()))


def test_names_that_tell_new_code_are_there() -> None:
    assert [name for name in NEWER if not hasattr(openai, name)] == []
    for name in ("Timeout", "DefaultHttpxClient", "DefaultAsyncHttpxClient"):
        assert hasattr(openai, name)

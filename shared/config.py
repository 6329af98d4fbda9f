"""Reading one TOML file into one frozen model, once, with errors a person can act on."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from shared.errors import ShoalError

Model = TypeVar("Model", bound=BaseModel)


_WITHOUT_INPUT = frozenset({"missing", "json_invalid"})
"""Problems whose input is the whole document: to quote it would say nothing, and may quote a secret."""


class ConfigError(ShoalError):
    """A configuration file that cannot be used as it is."""


class Config(BaseModel):
    """The base of every model read from a file: frozen, strict, unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def load_toml(path: Path, model: type[Model]) -> Model:
    """Return the file as the model.

    Raises: ConfigError naming the file, the key, what was expected and what came.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text: {error.reason} at byte {error.start}") from error
    return parse_toml(text, model, name=str(path))


def parse_toml(text: str, model: type[Model], *, name: str) -> Model:
    """Return TOML text as the model; the name stands in the error messages.

    Raises: ConfigError as for load_toml.
    """
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} is not TOML: {error}") from error
    except ValidationError as error:
        raise ConfigError(f"{name}: {describe(error)}") from error


def describe(error: ValidationError) -> str:
    """Return the first problems of a failed validation, one clause each, without the offending document."""
    found = error.errors()
    inner = [item for item in found if not any(_is_within(other, item) for other in found)]
    return "; ".join(_clause(item) for item in inner[:5])


def _is_within(other: ErrorDetails, item: ErrorDetails) -> bool:
    """True when the other error lies deeper in the same place: it is the cause, and says more."""
    depth = len(item["loc"])
    return len(other["loc"]) > depth and other["loc"][:depth] == item["loc"]


def _clause(item: ErrorDetails) -> str:
    where = ".".join(str(part) for part in item["loc"]) or "the document"
    message = item["msg"].removeprefix("Value error, ")
    clause = f"{where}: {message[0].lower()}{message[1:]}"
    if item["type"] in _WITHOUT_INPUT:
        return clause
    return f"{clause} (got {str(item['input'])[:60]!r})"

"""Reading one TOML file into one frozen model, once, with errors a person can act on."""

import tomllib
from collections.abc import Iterator, Sequence
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
    """The base of every model read from a file: frozen, strict, unknown keys refused, numbers finite."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


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
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} is not TOML: {error}") from error
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise ConfigError(f"{name}: {describe(error, document)}") from error


def describe(error: ValidationError, document: object = None) -> str:
    """Return the first problems of a failed validation, one clause each, without the offending document.

    With the document, entries of its lists that have a name or a purpose are called by it.
    """
    found = error.errors()
    inner = [item for item in found if not any(_is_within(other, item) for other in found)]
    return "; ".join(_clause(item, document) for item in inner[:5])


def _is_within(other: ErrorDetails, item: ErrorDetails) -> bool:
    """True when the other error lies deeper in the same place: it is the cause, and says more."""
    depth = len(item["loc"])
    return len(other["loc"]) > depth and other["loc"][:depth] == item["loc"]


def _clause(item: ErrorDetails, document: object) -> str:
    where = ".".join(_parts(item["loc"], document))
    if item["type"] == "extra_forbidden":
        return f"{where}: unknown key (got {str(item['input'])[:60]!r}). Remove it or correct its spelling."
    message = item["msg"].removeprefix("Value error, ")
    if item["type"] != "value_error":
        message = f"{message[0].lower()}{message[1:]}"
    elif not where:
        return message
    clause = f"{where or 'the document'}: {message}"
    if item["type"] in _WITHOUT_INPUT:
        return clause
    return f"{clause} (got {str(item['input'])[:60]!r})"


def _parts(place: Sequence[str | int], document: object) -> Iterator[str]:
    """Yield the steps that lead to the place; a list's entry goes by its name, or by its purpose."""
    here = document
    for step in place:
        try:
            here = here[step]  # type: ignore[index]  # a document of tables and lists, or nothing to look into
        except (LookupError, TypeError):
            here = None
        named = here if isinstance(step, int) and isinstance(here, dict) else {}
        name = named.get("name", named.get("purpose"))
        yield f'"{name}"' if isinstance(name, str) else str(step)

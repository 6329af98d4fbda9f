"""Changing single fields of a bundle by their path, as a form does: what can be changed, and the result.

Paths are those of policies.difference: ``documents.zones.retention.release_months``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from policies.errors import DocumentError
from policies.pack import Pack
from policies.schema import PolicyBundle
from shared.config import describe

_NAMED = {"documents": "purpose", "metrics": "name"}
"""Lists whose entries go by a name, and the field that holds it."""

_FIXED = frozenset({"version", "previous", "author", "bound", "unit_size", "rules"})
"""What nobody types: versions count up by themselves, and bounds are proved for the code that counts."""

_NOT_HERE = frozenset({"packs", "chain.reason", "chain.dpia_reference", "chain.learning"})
"""What is said elsewhere: packs are chosen whole, a draft states its reason, a file the learning."""

_HOURS = frozenset({"quiet_hours", "training_hours"})
"""Lists of hours, typed as ``22:00–06:00, 12:00–13:00``."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a bundle that a person may change."""

    path: str
    text: str
    """What it is now, as a person would type it."""
    choices: tuple[str, ...] = ()
    """The only texts it can take; empty where it is free within its bounds."""


def fields(bundle: PolicyBundle) -> tuple[Field, ...]:
    """Return every field that can be changed, in the order of the documents."""
    return tuple(_fields("", bundle))


def amend(
    bundle: PolicyBundle, edits: Mapping[str, str], packs: Sequence[Pack] | None = None
) -> PolicyBundle:
    """Return the bundle with the fields at these paths changed, and with other packs where some are given.

    Raises: DocumentError naming the path, what was expected and what came.
    """
    known = {field.path for field in fields(bundle)}
    tree: dict[str, Any] = json.loads(bundle.model_dump_json())  # Any: JSON, read by the model below
    for path, text in edits.items():
        if path not in known:
            raise DocumentError(f"expected a field that can be changed, got {path!r}")
        _put(tree, path, text.strip())
    if packs is not None:
        tree["packs"] = [json.loads(pack.model_dump_json()) for pack in packs]
    try:
        return PolicyBundle.model_validate_json(json.dumps(tree))
    except ValidationError as error:
        raise DocumentError(describe(error, tree)) from error


def _fields(path: str, model: BaseModel) -> Iterator[Field]:
    for name, about in type(model).model_fields.items():
        value, where = getattr(model, name), f"{path}{name}"
        if name in _FIXED or name in _NAMED.values() or where in _NOT_HERE:
            continue
        if name in _NAMED:
            for entry in value:
                yield from _fields(f"{where}.{getattr(entry, _NAMED[name])}.", entry)
        elif isinstance(value, BaseModel):
            yield from _fields(f"{where}.", value)
        elif isinstance(value, dict):
            yield from (Field(f"{where}.{key}", str(text)) for key, text in value.items())
        elif (choices := _choices(about.annotation)) != ("no",):
            yield Field(where, _text(value), choices)


def _choices(annotation: object) -> tuple[str, ...]:
    """Return the words a closed set has; ``no`` alone for what can only be false."""
    if annotation is bool:
        return ("yes", "no")
    if get_origin(annotation) is Literal:
        return tuple(_text(word) for word in get_args(annotation))
    return ()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(str(entry) for entry in value)
    return str(value)


def _put(tree: dict[str, Any], path: str, text: str) -> None:
    *steps, last = path.split(".")
    here: Any = tree
    for step, inside in zip(steps, ("", *steps), strict=False):
        key = _NAMED.get(inside)
        here = here[step] if key is None else next(entry for entry in here if entry[key] == step)
    here[last] = _hours(text) if last in _HOURS else _to_json(here[last], text)


def _hours(text: str) -> list[dict[str, str]]:
    spans = [part.replace("–", "-").partition("-") for part in text.split(",") if part.strip()]
    return [{"begins_at": f"{begin.strip()}:00", "ends_at": f"{end.strip()}:00"} for begin, _, end in spans]


def _to_json(held: object, text: str) -> object:
    """Return the text as the kind of value that is held; what does not fit is left for the model."""
    if isinstance(held, bool):
        return {"yes": True, "no": False}.get(text, text)
    if isinstance(held, int):
        return int(text) if text.isdecimal() else text
    if isinstance(held, list):
        return [part.strip() for part in text.split(",") if part.strip()]
    return text

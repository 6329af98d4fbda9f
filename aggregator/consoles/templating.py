"""Templates with everything escaped by default, and the files beside them."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

STATIC_TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""What may be served from the static folder."""


@cache
def environment() -> Environment:
    """Return the environment: autoescape always on, an unknown name is an error."""
    made = Environment(
        loader=PackageLoader("aggregator.consoles", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["tojson_block"] = json_block
    made.globals["static"] = static_address
    return made


def json_block(value: object) -> Markup:
    """Return JSON that can stand in a data block: nothing in it can end the block or open a tag."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe)  # noqa: S704  (the three characters that could leave the block are escaped above)


def static_file(name: str) -> bytes | None:
    """Return the file's bytes, or None when there is no such file to serve."""
    if "/" in name or not name.endswith(tuple(STATIC_TYPES)):
        return None
    found = files("aggregator.consoles").joinpath("static", name)
    return found.read_bytes() if found.is_file() else None


@cache
def static_address(name: str) -> str:
    """Return the file's address with a tag of its content, so that it can be cached for ever."""
    content = static_file(name)
    if content is None:
        raise FileNotFoundError(f"expected a file in consoles/static, got {name!r}")
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"

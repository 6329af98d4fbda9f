"""Any change of a policy there is: values of its JSON replaced, entries taken out or put in, at random."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st
from pydantic import ValidationError

from policies.errors import DocumentError
from policies.loader import SHIPPED, load_bundle
from policies.schema import PolicyBundle
from policies.tasks import tasks

PACKS = sorted(path.stem for path in (SHIPPED / "packs").glob("*.toml"))
RICH = json.loads(load_bundle(packs=PACKS).model_dump_json())
"""Everything shipped: where values of a kind are borrowed from."""
FIXED = {"version", "previous", "author", "dpia_reference"}
"""What says of the chain policy which step this is."""
WORDS = (
    *("consent", "legal_obligation", "legitimate_interests", "cohort", "site", "areas_masked"),
    *("2026-12-01", "2027-06-30", "2026-03-01T00:00:00Z", "2027-06-30T00:00:00Z", "06:30:00", "22:00:00"),
    *("1/400", "1/50", "1/20", "1/10", "3/100", "1/200", "43/200", "1/4", "1/2", ""),
)
Path = tuple[str | int, ...]


@st.composite
def any_change(draw: st.DrawFn, bundle: PolicyBundle, most: int = 3) -> PolicyBundle:
    """Return a bundle that differs from the one given in up to so many places and is one still."""
    tree = json.loads(bundle.model_dump_json())
    for _ in range(draw(st.integers(1, most))):
        _change(draw, tree, draw(st.sampled_from(sorted(_places(tree), key=str))))
    try:
        changed = PolicyBundle.model_validate_json(json.dumps(tree))
        tasks(changed)
    except (ValidationError, DocumentError):
        reject()
    return changed


def _places(tree: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(tree, dict):
        for name, value in tree.items():
            if not (path == ("chain",) and name in FIXED):
                yield from _places(value, (*path, name))
    if isinstance(tree, list):
        for at, value in enumerate(tree):
            yield from _places(value, (*path, at))


def _change(draw: st.DrawFn, tree: Any, path: Path) -> None:
    *way, last = path
    here = tree
    for step in way:
        here = here[step]
    value = here[last]
    if isinstance(value, bool):
        here[last] = not value
    elif isinstance(value, int):
        here[last] = draw(st.integers(0, 2 * value + 10))
    elif isinstance(value, str):
        here[last] = draw(st.sampled_from(sorted({*WORDS, *_borrowed(str(last))})))
    elif isinstance(value, list):
        here[last] = _other_list(draw, value, str(last))
    elif isinstance(last, int):
        del here[last]
    elif last == "rho":
        levels = draw(st.sets(st.sampled_from(["hour", "day", "week"]), min_size=1))
        here[last] = {level: draw(st.sampled_from(["1/400", "1/50", "1/20"])) for level in levels}


def _other_list(draw: st.DrawFn, value: list[Any], name: str) -> list[Any]:
    more = [one for one in _lists(RICH, name) if one not in value]
    how = draw(st.sampled_from(["fewer", "turned", "more"]))
    if how == "fewer" and value:
        at = draw(st.integers(0, len(value) - 1))
        return value[:at] + value[at + 1 :]
    if how == "more" and more:
        return [*value, deepcopy(draw(st.sampled_from(more)))]
    return value[::-1]


def _borrowed(name: str) -> Iterator[str]:
    """Yield every text that stands under the name somewhere in what is shipped."""
    yield from (value for value in _values(RICH, name) if isinstance(value, str))


def _lists(tree: Any, name: str) -> list[Any]:
    found: list[Any] = []
    for value in _values(tree, name):
        found += [one for one in value if one not in found] if isinstance(value, list) else []
    return found


def _values(tree: Any, name: str) -> Iterator[Any]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == name:
                yield value
            yield from _values(value, name)
    if isinstance(tree, list):
        for value in tree:
            yield from _values(value, name)

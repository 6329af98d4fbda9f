"""A layout refuses what a vector could not be read under."""

import json

import pytest
from pydantic import ValidationError

from shared.schemas.layout import ChainLayout, GridLayout, SiteLayout, canonical_json, layout_hash

FLOOR = ((0.0, 0.0), (4.0, 0.0), (4.0, 3.0))


def layout(**changes: object) -> SiteLayout:
    """Return a small valid layout with the changes."""
    fields: dict[str, object] = {
        "site_name": "Köln",
        "timezone": "Europe/Berlin",
        "opens_at": "09:00",
        "closes_at": "20:00",
        "floor_polygon_xy_m": FLOOR,
        "simulated": False,
    }
    return SiteLayout(**(fields | changes))  # type: ignore[arg-type]  # the point is to pass what is refused


def test_the_hash_depends_on_every_field() -> None:
    assert layout_hash(layout()) != layout_hash(layout(simulated=True))


def test_canonical_json_has_no_white_space_and_sorted_keys() -> None:
    assert canonical_json(ChainLayout(zone_types=("a",))) == b'{"version":1,"zone_types":["a"]}'


def test_a_layout_survives_its_json() -> None:
    assert SiteLayout.model_validate_json(canonical_json(layout())) == layout()


def test_the_calendar_is_the_sites() -> None:
    assert layout().zone_info.key == "Europe/Berlin"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"timezone": "Mars/Olympus"}, "IANA"),
        ({"opens_at": "21:00"}, "opens_at must come before"),
        ({"zones": [{"name": "a", "zone_type": "b", "polygon_xy_m": FLOOR}] * 2}, "two zones are named 'a'"),
        ({"cameras": 2}, "Extra inputs"),
        ({"shelves": [{"name": "s", "zone": "nook"}]}, "shelf 's' names a zone 'nook' that is not there"),
        (
            {"views": [{"name": "v", "stages": ["enter", "pass_by"]}]},
            "expected each stage once, in the order",
        ),
        ({"views": [{"name": "v", "stages": ["enter"]}] * 2}, "two views are named 'v'"),
    ],
    ids=[
        "time zone",
        "opening hours",
        "doubled zone",
        "unknown field",
        "shelf in no zone",
        "stages out of order",
        "doubled view",
    ],
)
def test_a_bad_layout_is_refused(changes: dict[str, object], says: str) -> None:
    fields = layout().model_dump(mode="json") | changes

    with pytest.raises(ValidationError, match=says):
        SiteLayout.model_validate_json(json.dumps(fields))


def test_a_grid_has_at_most_a_hundred_cells() -> None:
    with pytest.raises(ValidationError, match="at most 100 cells"):
        GridLayout(origin_xy_m=(0.0, 0.0), cell_m=0.5, columns=20, rows=20)

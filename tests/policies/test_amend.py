import pytest

from policies.amend import amend, fields
from policies.difference import difference
from policies.errors import DocumentError
from policies.loader import load_bundle

BUNDLE = load_bundle(packs=["zones-by-cohort"])
PATHS = {field.path: field for field in fields(BUNDLE)}
ZONES = "documents.zones"


def test_a_form_that_changes_nothing_gives_the_same_bundle() -> None:
    assert amend(BUNDLE, {path: field.text for path, field in PATHS.items()}) == BUNDLE


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (f"{ZONES}.retention.release_months", "12"),
        (f"{ZONES}.notice_required", "no"),
        (f"{ZONES}.review_by", "2027-01-31"),
        (f"{ZONES}.metrics.dwell.lane", "cohort"),
        (f"{ZONES}.metrics.dwell.rho.day", "1/60"),
        (f"{ZONES}.dpia_reference", "DPIA-2026-04"),
        ("chain.budget.learn", "1/50"),
    ],
    ids=["number", "yes or no", "day", "choice", "price", "reference", "budget"],
)
def test_one_edit_is_one_change_at_its_path(path: str, text: str) -> None:
    changed = amend(BUNDLE, {path: text})

    assert [change.path for change in difference(BUNDLE, changed)] == [path]
    assert {field.path: field.text for field in fields(changed)}[path] == text


def test_hours_are_typed_as_people_write_them() -> None:
    changed = amend(BUNDLE, {f"{ZONES}.quiet_hours": "22:00–06:00, 12:00-13:00"})

    found = {field.path: field.text for field in fields(changed)}
    assert found[f"{ZONES}.quiet_hours"] == "22:00–06:00, 12:00–13:00"
    assert amend(changed, {f"{ZONES}.quiet_hours": ""}) == BUNDLE


def test_names_are_a_list_between_commas() -> None:
    changed = amend(BUNDLE, {"chain.zone_types": " entrance , queue,"})

    assert changed.chain.zone_types == ("entrance", "queue")


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        (f"{ZONES}.retention.release_months", "99", r'"zones"\.retention\.release_months: .*25 \(got .99.\)'),
        (f"{ZONES}.retention.release_months", "a year", r"should be a valid integer \(got .a year.\)"),
        (f"{ZONES}.notice_required", "perhaps", r"notice_required: .*\(got .perhaps.\)"),
        (f"{ZONES}.quiet_hours", "at night", r"quiet_hours"),
        (f"{ZONES}.mood", "glad", r"expected a field that can be changed, got .documents\.zones\.mood."),
        ("chain.version", "9", r"expected a field that can be changed"),
        ("packs.zones-by-cohort.title", "Another title", r"expected a field that can be changed"),
        (f"{ZONES}.raw_frames_kept", "yes", r"expected a field that can be changed"),
        (f"{ZONES}.metrics.dwell.bound.max_cells", "9", r"expected a field that can be changed"),
    ],
    ids=[
        "bound",
        "number",
        "yes or no",
        "hours",
        "unknown",
        "version",
        "pack",
        "never",
        "contribution bound",
    ],
)
def test_what_a_field_cannot_hold_is_refused_by_name(path: str, text: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        amend(BUNDLE, {path: text})


def test_packs_are_taken_and_left_whole() -> None:
    assert amend(BUNDLE, {}, packs=[]).packs == ()
    assert amend(load_bundle(), {}, packs=BUNDLE.packs) == BUNDLE


def test_closed_sets_say_what_they_can_be() -> None:
    assert PATHS[f"{ZONES}.notice_required"].choices == ("yes", "no")
    assert "consent" in PATHS[f"{ZONES}.lawful_basis"].choices
    assert PATHS[f"{ZONES}.owner"].choices == ()

"""What holds is counted, what does not is named. (Every attack: tests/adversary/test_audit_tampering.py.)"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregator.audit.bundle import Above, Header, Line, OneEntry, Signed
from aggregator.audit.erasing import erase
from aggregator.audit.export import Span
from aggregator.audit.proving import prove
from aggregator.audit.trust import Keys
from aggregator.audit.verify import Report, verify_file
from aggregator.database import reading, writing
from privacy.transparency.checkpoints import Checkpoint, log_name, sign_checkpoint
from tests.support import audit_world as world
from tests.support.two_hubs import TwoHubs


def test_bundle_is_whole_and_counted(pair: TwoHubs, tmp_path: Path) -> None:
    world.grow(pair, 300)
    world.witness(pair)
    world.grow(pair, 2)

    report = verify_file(world.bundle(pair, tmp_path / "bundle"), world.keys(pair, with_note=True))

    assert (report.broken, report.role, report.first) == ("", "leader", 0)
    assert report.checked == report.end == report.size
    assert (report.witnessed, report.tail) == (report.size - 3, 3)
    assert report.witnessed_at == pair.clock.now().replace(microsecond=0).replace(
        second=pair.clock.now().second - 1
    )


def test_part_of_the_log_is_checked_by_itself(pair: TwoHubs, tmp_path: Path) -> None:
    world.grow(pair, 300)
    since = pair.clock.now()
    pair.clock.advance(1)
    world.grow(pair, 299)
    world.witness(pair)

    report = verify_file(
        world.bundle(pair, tmp_path / "bundle", Span(since=since)), world.keys(pair, with_note=True)
    )

    assert report.broken == ""
    assert 0 < report.first < report.end == report.size
    assert report.checked == report.end - report.first == 600
    assert (report.witnessed, report.tail) == (599, 1)


def test_erased_entries_still_hold_and_are_counted(pair: TwoHubs, tmp_path: Path) -> None:
    world.grow(pair, 10)
    world.witness(pair)
    with writing(pair.leader.hub.engine) as session:
        assert erase(session, 5, reason="asked for", at=pair.clock.now())

    path = world.bundle(pair, tmp_path / "bundle")

    report = verify_file(path, world.keys(pair, with_note=True))
    assert (report.broken, report.erased) == ("", 1)
    assert report.checked == report.size
    line = world.entries_of(world.split(path))[5]
    assert (line.salt, line.payload) == (None, None)


def test_key_of_another_is_not_believed(pair: TwoHubs, tmp_path: Path) -> None:
    path = world.bundle(pair, tmp_path / "bundle")

    report = verify_file(path, Keys(pair.helper.hub.root.public_key))

    assert report.broken.startswith("the checkpoint: expected one of shoal/leader/")
    assert report.checked == 0


def changed(lines: list[str], place: int, text: str) -> list[str]:
    return world.resealed([*lines[:place], text, *lines[place + 1 :]])


@pytest.mark.parametrize(
    "fault", ["a longer range", "a range that runs back", "a hash too many", "other hashes"]
)
def test_frame_that_does_not_fit_is_broken(pair: TwoHubs, tmp_path: Path, fault: str) -> None:
    lines = world.split(world.bundle(pair, tmp_path / "bundle"))
    end, above = Header.model_validate_json(lines[0]).end, Above.model_validate_json(lines[3])
    faults = {
        "a longer range": (0, Header(role="leader", first=0, end=end + 1).text, "the header"),
        "a range that runs back": (0, Header(role="leader", first=1, end=0).text, "the header"),
        "a hash too many": (3, Above(nodes=(*above.nodes, "0" * 64)).text, "the hashes: expected"),
        "other hashes": (
            3,
            Above(nodes=("0" * 64,) * len(above.nodes)).text,
            "the hashes: expected the signed",
        ),
    }
    place, text, words = faults[fault]

    report = world.verified(
        tmp_path / "changed", changed(lines, place, text), world.keys(pair, with_witness=False)
    )

    assert report.broken.startswith(words)


def test_bundle_that_promises_more_than_its_file_can_hold_is_broken(pair: TwoHubs, tmp_path: Path) -> None:
    key, size = pair.leader.hub.root, 1 << 60
    origin = log_name("leader", key.public_key)
    lines = [
        Header(role="leader", first=0, end=size).text,
        Signed(checkpoint=str(sign_checkpoint(Checkpoint(origin, size, bytes(32)), key))).text,
    ]

    report = world.verified(tmp_path / "b", lines, Keys(key.public_key))

    assert report.broken.startswith("the header: expected a file of")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), start=st.sampled_from([b"", b'{"checkpoint":', b'{"end":0,']))
def test_any_file_is_judged_and_none_is_believed(tmp_path: Path, data: bytes, start: bytes) -> None:
    assert world.verified(tmp_path / "b", start + data, Keys(bytes(32))).broken


@pytest.mark.parametrize(
    ("update", "words"),
    [
        ({"payload": None}, "salt and payload, or neither"),
        ({"salt": None}, "salt and payload, or neither"),
        ({"at": "2026-06-15T14:00:00.000000+02:00"}, "a moment in UTC"),
        ({"at": "2026-06-15T12:00:00"}, "a moment in UTC"),
        ({"at": "0001-01-01T00:00:00.000000+23:59"}, "a moment in UTC"),
        ({"at": "yesterday"}, "a moment in UTC"),
    ],
    ids=["no payload", "no salt", "another zone", "no zone", "before all time", "no moment"],
)
def test_entry_that_contradicts_itself_is_named(
    pair: TwoHubs, tmp_path: Path, update: dict[str, str | None], words: str
) -> None:
    lines = world.split(world.bundle(pair, tmp_path / "bundle"))
    line = world.entries_of(lines)[1]
    place = lines.index(line.text)

    report = world.verified(
        tmp_path / "changed",
        changed(lines, place, line.model_copy(update=update).text),
        world.keys(pair, with_witness=False),
    )

    assert report.broken.startswith("entry 1: expected")
    assert words in report.broken
    assert (report.broken_index, report.checked) == (1, 1)


def single(pair: TwoHubs, index: int) -> OneEntry:
    with reading(pair.leader.hub.engine) as session:
        return OneEntry.model_validate_json(prove(session, pair.leader.hub, index).document)


def test_one_entry_is_proved_by_itself(pair: TwoHubs, tmp_path: Path) -> None:
    world.grow(pair, 300)
    world.witness(pair)
    world.grow(pair, 1)

    seen = world.verified(tmp_path / "seen", [single(pair, 299).text], world.keys(pair))
    fresh = world.verified(tmp_path / "fresh", [single(pair, 301).text], world.keys(pair))

    assert (seen.broken, seen.checked, seen.witnessed, seen.tail) == ("", 1, 1, 0)
    assert (fresh.broken, fresh.checked, fresh.witnessed, fresh.tail) == ("", 1, 0, 1)


@pytest.mark.parametrize("fault", ["another index", "another payload", "a line more"])
def test_one_entry_that_does_not_hold_is_named(pair: TwoHubs, tmp_path: Path, fault: str) -> None:
    world.grow(pair, 20)
    found = single(pair, 9)
    entry: dict[str, Line] = {
        "another index": found.entry.model_copy(update={"index": 8}),
        "another payload": world.with_payload(found.entry, "somebody.else"),
    }
    text = found.model_copy(update={"entry": entry.get(fault, found.entry)}).text

    report = world.verified(
        tmp_path / "changed", [text, "\n"] if fault == "a line more" else [text], world.keys(pair)
    )

    assert report.broken
    assert report.checked == 0


def test_report_of_nothing_has_no_tail() -> None:
    assert (Report().witnessed, Report().tail) == (0, 0)

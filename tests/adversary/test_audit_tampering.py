"""Whoever holds the leader's database, key and bundles cannot change what the witness has seen.

Each attack is made by somebody who re-does every hash, signature and checksum that they can. All are detected
with the witness's key and its newest note; the last tests show what would pass without them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from aggregator.audit.bundle import Cosigned, Line, Page, Signed
from aggregator.audit.export import Span
from aggregator.audit.trust import Keys
from privacy.signing import SigningKey
from shared.wire.codec import Role
from tests.support import audit_world as world
from tests.support.hub_world import make_template, silence
from tests.support.two_hubs import TwoHubs, two_hubs

ENTRIES, TAIL = 600, 5
"""In the leader's log, about, and how many of them the witness has not seen."""
PLACES = (0, 1, 255, 256, 300, 511, 590)
FLIPS = 500
SEED = 20_261_126


@dataclass(frozen=True, slots=True)
class Scene:
    """An honest bundle, what its forger holds, and what the auditor believes."""

    lines: list[str]
    entries: list[Line]
    older: list[str]
    """A bundle of an earlier day, witnessed then."""
    key: SigningKey
    """The leader's, stolen."""
    pair: TwoHubs
    known: Keys
    """Both public keys, and the witness's newest note."""
    folder: Path

    def verdict(self, lines: Sequence[str] | bytes, known: Keys | None = None) -> str:
        """Return what is broken for the auditor, or nothing."""
        data = lines if isinstance(lines, bytes) else "".join(lines).encode()
        return world.verified(self.folder / "tampered", data, known or self.known).broken

    @property
    def cosigned(self) -> Cosigned:
        """The newest checkpoint the witness cosigned, as the bundle shows it."""
        return Cosigned.model_validate_json(self.lines[2])


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Yield one log for all attacks: they change files only."""
    folder = tmp_path_factory.mktemp("audit")
    roles: tuple[Role, Role] = ("leader", "helper")
    templates = {role: make_template(folder / f"template-{role}", role) for role in roles}
    with two_hubs(templates, folder, silence) as pair:
        world.grow(pair, 200)
        world.witness(pair)
        older = world.split(world.bundle(pair, folder / "older"))
        world.grow(pair, ENTRIES - 200)
        world.witness(pair)
        world.grow(pair, TAIL - 1)  # the export itself is one more
        lines = world.split(world.bundle(pair, folder / "bundle"))
        known = world.keys(pair, with_note=True)
        yield Scene(lines, world.entries_of(lines), older, pair.leader.hub.root, pair, known, folder)


def place_of(scene: Scene, index: int) -> int:
    """Return the line of the entry."""
    return scene.lines.index(scene.entries[index].text)


def test_honest_bundle_is_whole_and_its_tail_is_counted(scene: Scene) -> None:
    path = scene.folder / "bundle"

    report = world.verified(path, scene.lines, world.keys(scene.pair, with_note=True))

    assert report.broken == ""
    assert (report.checked, report.tail) == (len(scene.entries), TAIL)
    assert report.witnessed == len(scene.entries) - TAIL


@pytest.mark.parametrize("index", PLACES)
def test_edited_payload_names_its_entry(scene: Scene, index: int) -> None:
    place, entry = place_of(scene, index), scene.entries[index]
    edited = entry.model_copy(update={"payload": (entry.payload or "").replace("}}", ',"x":1}}', 1) + " "})

    found = scene.verdict(world.resealed([*scene.lines[:place], edited.text, *scene.lines[place + 1 :]]))

    assert found.startswith(f"entry {index}: expected a payload")


@pytest.mark.parametrize("index", PLACES)
def test_edited_entry_with_a_fitting_commitment_names_its_entry(scene: Scene, index: int) -> None:
    place = place_of(scene, index)
    edited = world.with_payload(scene.entries[index], "somebody.else")

    found = scene.verdict(world.resealed([*scene.lines[:place], edited.text, *scene.lines[place + 1 :]]))

    assert found.startswith(f"entry {index}: expected leaf")


@pytest.mark.parametrize("index", PLACES)
@pytest.mark.parametrize("field", ["at", "kind"])
def test_what_stays_for_ever_cannot_be_edited_either(scene: Scene, index: int, field: str) -> None:
    place, entry = place_of(scene, index), scene.entries[index]
    value = {"at": "2026-06-14T12:00:00.000000+00:00", "kind": "login"}[field]
    edited = entry.model_copy(update={field: value})

    found = scene.verdict(world.resealed([*scene.lines[:place], edited.text, *scene.lines[place + 1 :]]))

    assert found.startswith(f"entry {index}: ")


@pytest.mark.parametrize("index", PLACES)
def test_edited_leaf_names_its_entry_or_its_page(scene: Scene, index: int) -> None:
    edited = world.with_payload(scene.entries[index], "somebody.else")
    lines = list(scene.lines)
    lines[place_of(scene, index)] = edited.text
    old, new = world.leaf_of(scene.entries[index]).hex(), world.leaf_of(edited).hex()

    entry_too = scene.verdict(world.resealed([line.replace(old, new) for line in lines]))
    leaf_only = scene.verdict(world.resealed([line.replace(old, new) for line in scene.lines]))

    assert entry_too.startswith("the hashes of entries ")
    assert leaf_only.startswith(f"entry {index}: expected leaf")


@pytest.mark.parametrize("index", PLACES)
def test_dropped_entry_names_its_place(scene: Scene, index: int) -> None:
    place = place_of(scene, index)

    found = scene.verdict(world.resealed([*scene.lines[:place], *scene.lines[place + 1 :]]))

    assert found.startswith(f"entry {index}: ")


@pytest.mark.parametrize("index", PLACES)
def test_inserted_entry_names_its_place(scene: Scene, index: int) -> None:
    place = place_of(scene, index)
    extra = world.with_payload(scene.entries[index], "somebody.else")

    found = scene.verdict(world.resealed([*scene.lines[:place], extra.text, *scene.lines[place:]]))

    assert found.startswith(f"entry {index}: ")


@pytest.mark.parametrize("index", PLACES)
@pytest.mark.parametrize("renumbered", [False, True], ids=["as they are", "renumbered"])
def test_reordered_entries_name_the_first(scene: Scene, index: int, renumbered: bool) -> None:
    lines, (one, other) = list(scene.lines), scene.entries[index : index + 2]
    if renumbered:
        one, other = other.model_copy(update={"index": index}), one.model_copy(update={"index": index + 1})
    else:
        one, other = other, one
    lines[place_of(scene, index)], lines[place_of(scene, index + 1)] = one.text, other.text

    found = scene.verdict(world.resealed(lines))

    assert found.startswith(f"entry {index}: ")


def rewritten(scene: Scene, index: int) -> list[Line]:
    """Return another history from the index on."""
    later = [world.with_payload(entry, "somebody.else") for entry in scene.entries[index:]]
    return [*scene.entries[:index], *later]


@pytest.mark.parametrize("index", PLACES)
def test_history_regrown_with_the_stolen_key_is_detected(scene: Scene, index: int) -> None:
    entries = rewritten(scene, index)

    without = scene.verdict(world.forged(entries, scene.key))
    beside = scene.verdict(world.forged(entries, scene.key, scene.cosigned))

    assert without.startswith("the witnessed checkpoint: expected one cosigned by the witness")
    assert beside.startswith("the log: expected it to begin with")


@pytest.mark.parametrize("index", [201, 300, 511, 590])
def test_history_regrown_behind_an_older_cosignature_is_detected(scene: Scene, index: int) -> None:
    older = Cosigned.model_validate_json(scene.older[2])

    found = scene.verdict(world.forged(rewritten(scene, index), scene.key, older))

    assert "an older state, or another log" in found


@pytest.mark.parametrize("drop", [1, 100, 300])
def test_dropped_end_is_detected(scene: Scene, drop: int) -> None:
    older = Cosigned.model_validate_json(scene.older[2])
    shorter = scene.entries[: len(scene.entries) - TAIL - drop]

    assert scene.verdict(world.forged(shorter, scene.key, scene.cosigned)) != ""
    assert "an older state, or another log" in scene.verdict(world.forged(shorter, scene.key, older))


def test_roll_back_to_an_older_bundle_is_detected(scene: Scene) -> None:
    assert "an older state, or another log" in scene.verdict(scene.older)


@pytest.mark.parametrize("line", [1, 2], ids=["checkpoint", "witnessed checkpoint"])
def test_swapped_checkpoint_is_detected(scene: Scene, line: int) -> None:
    swapped = [*scene.lines[:line], scene.older[line], *scene.lines[line + 1 :]]

    assert scene.verdict(world.resealed(swapped)) != ""


def test_checkpoint_shown_as_its_own_witness_is_detected(scene: Scene) -> None:
    document = Signed.model_validate_json(scene.lines[1]).checkpoint
    swapped = [*scene.lines[:2], Cosigned(witnessed=document, proof=()).text, *scene.lines[3:]]

    assert scene.verdict(world.resealed(swapped)).startswith("the witnessed checkpoint: expected the witness")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("at_line_end", [False, True], ids=["anywhere", "at a line's end"])
def test_truncated_bundle_is_detected(scene: Scene, share: float, at_line_end: bool) -> None:
    data = "".join(scene.lines).encode()
    kept = data[: int(len(data) * share)]
    kept = kept[: kept.rfind(b"\n") + 1] if at_line_end else kept

    assert scene.verdict(kept) != ""
    assert scene.verdict(data[:-1]) != ""


def test_more_behind_the_end_is_detected(scene: Scene) -> None:
    assert scene.verdict([*scene.lines, "\n"]).startswith("the end")


def test_page_moved_to_another_place_is_detected(scene: Scene) -> None:
    places = [number for number, text in enumerate(scene.lines) if text.startswith('{"leaves"')]
    lines = list(scene.lines)
    moved = Page.model_validate_json(lines[places[0]]).model_copy(update={"start": 256})
    lines[places[0]] = moved.text

    assert scene.verdict(world.resealed(lines)).startswith("the hashes of entries 0 to 255")


def test_every_flipped_bit_is_detected(scene: Scene) -> None:
    data, rng = "".join(scene.lines).encode(), np.random.default_rng(SEED)
    places = rng.integers(0, len(data), FLIPS)
    bits = rng.integers(0, 8, FLIPS)

    passed = []
    for place, bit in zip(places.tolist(), bits.tolist(), strict=True):
        changed = bytearray(data)
        changed[place] ^= 1 << bit
        if not scene.verdict(bytes(changed)):
            passed.append((place, bit))

    assert passed == []


def test_every_byte_of_a_small_bundle_counts(scene: Scene) -> None:
    small = world.bundle(scene.pair, scene.folder / "small", Span(since=scene.pair.clock.now())).read_bytes()
    rng = np.random.default_rng(SEED + 2)

    passed = []
    for place, bit in enumerate(rng.integers(0, 8, len(small)).tolist()):
        changed = bytearray(small)
        changed[place] ^= 1 << bit
        if not scene.verdict(bytes(changed)):
            passed.append((place, bit))

    assert scene.verdict(small) == ""
    assert passed == []


def test_flipped_bit_of_an_entry_names_the_entry(scene: Scene) -> None:
    rng, wrong = np.random.default_rng(SEED + 1), []
    for index in rng.integers(0, len(scene.entries), 200).tolist():
        place, text = place_of(scene, index), scene.entries[index].text.encode()
        changed = bytearray(text)
        changed[int(rng.integers(0, len(text) - 1))] ^= 1 << int(rng.integers(0, 8))
        before, behind = "".join(scene.lines[:place]), "".join(scene.lines[place + 1 :])

        found = scene.verdict(before.encode() + bytes(changed) + behind.encode())

        if not found.startswith(f"entry {index}: "):
            wrong.append((index, bytes(changed), found))

    assert wrong == []


def test_without_the_witness_a_regrown_history_passes(scene: Scene) -> None:
    regrown = world.forged(rewritten(scene, 300), scene.key)

    assert scene.verdict(regrown, world.keys(scene.pair, with_witness=False)) == ""
    assert scene.verdict(regrown, world.keys(scene.pair)) != ""


def test_without_the_note_of_the_witness_an_older_state_passes(scene: Scene) -> None:
    assert scene.verdict(scene.older, world.keys(scene.pair)) == ""
    assert scene.verdict(scene.older) != ""

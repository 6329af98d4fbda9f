"""A home is swept by what lies in it, even when its node cannot be loaded."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.consent.receipts import Receipts
from edge_node.retention.home import opened, sweep_home
from edge_node.retention.kinds import ENDED, ENDED_RULE
from edge_node.storage.documents import save
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from tests.support.consent_world import agreed
from tests.support.edge_world import BUNDLE, paired_node, taken_up
from tests.support.kept_home import ZONE, fill, keep_record, paired
from tests.support.learning_policy import learning
from tests.support.machine import FakeMachine
from tests.support.policy_world import after


@pytest.fixture
def machine() -> FakeMachine:
    return FakeMachine()


@pytest.fixture
def home(tmp_path: Path, machine: FakeMachine) -> Home:
    made = paired(tmp_path, machine)
    with closing(Journal(made.journal)) as journal:
        fill(journal, machine.now())
    return made


def test_a_home_without_a_journal_has_nothing_to_sweep(tmp_path: Path, machine: FakeMachine) -> None:
    assert sweep_home(tmp_path, machine, machine) is None


def test_a_home_is_swept_by_its_policy(home: Home, machine: FakeMachine) -> None:
    machine.run(timedelta(hours=2))

    swept = sweep_home(home.root, machine, machine)

    assert swept is not None
    assert [(r.deletion.kind, r.deletion.rule) for r in swept.receipts] == [
        ("tracks", "every purpose: track_minutes = 60")
    ]


def test_every_kind_that_has_an_end_is_known(home: Home, machine: FakeMachine) -> None:
    with opened(home.root, machine) as kept:
        assert kept is not None
        kinds = [keeping.rule.kind for keeping in kept.kinds]

    assert kinds == [
        "tracks", "ended windows", "windows", "open sums", "contributions", "outbox", "outcomes",
        "erased intervals", "receipts", "previews", "attestations", "pauses", "learning stops", "objections",
        "consents",
    ]  # fmt: skip


def test_a_home_whose_policy_is_damaged_is_swept_all_the_same(home: Home, machine: FakeMachine) -> None:
    home.policy.write_text("{}")
    machine.run(timedelta(hours=2))

    swept = sweep_home(home.root, machine, machine)

    assert swept is not None
    assert [receipt.deletion.rule for receipt in swept.receipts] == [
        "the rule it was kept under; no policy is held now"
    ]


def test_the_sites_calendar_counts(home: Home, machine: FakeMachine) -> None:
    with opened(home.root, machine) as kept:
        assert kept is not None
        assert kept.place.zone == ZONE


def test_windows_of_a_purpose_that_ended_are_swept_and_the_receipt_says_why(
    tmp_path: Path, machine: FakeMachine
) -> None:
    node, _ = paired_node(tmp_path, machine)  # whose policy lets nothing be trained
    with closing(Journal(node.home.journal)) as journal:
        keep_record(journal, "windows", machine.now(), timedelta(hours=72))

    swept = sweep_home(tmp_path, machine, machine)

    assert swept is not None
    assert [(r.deletion.kind, r.deletion.rule) for r in swept.receipts] == [(ENDED, ENDED_RULE)]


@pytest.mark.parametrize(
    ("register", "left"), [("", 1), ("{", 0)], ids=["a consent that stands", "a register that is damaged"]
)
def test_a_panels_windows_are_there_while_its_consents_can_be_read(
    tmp_path: Path, machine: FakeMachine, register: str, left: int
) -> None:
    bundle = learning(lawful_basis="consent")
    node, _ = paired_node(tmp_path, machine, bundle)
    held = Receipts(entries=(agreed("zones", bundle, machine.now()),))
    save(node.home.receipts, held)
    with closing(Journal(node.home.journal)) as journal:
        keep_record(journal, "windows", machine.now(), timedelta(hours=72), grounds=("consent:zones",))
    if register:
        node.home.receipts.write_text(register)

    sweep_home(tmp_path, machine, machine)

    with closing(Journal(node.home.journal)) as journal:
        assert len(journal.vault.held()) == left


def test_a_home_whose_only_policy_is_not_in_force_is_swept_by_that_one(
    tmp_path: Path, machine: FakeMachine
) -> None:
    node, _ = paired_node(tmp_path, machine, after(BUNDLE, not_before=machine.now() + timedelta(days=9)))
    with closing(Journal(node.home.journal)) as journal:
        keep_record(journal, "windows", machine.now(), timedelta(hours=72))

    sweep_home(tmp_path, machine, machine)

    with closing(Journal(node.home.journal)) as journal:
        assert journal.vault.held() == []


def test_a_policy_that_has_not_begun_rules_nothing_yet(tmp_path: Path, machine: FakeMachine) -> None:
    node, parties = paired_node(tmp_path, machine)
    with closing(Journal(node.home.journal)):
        taken_up(node, after(BUNDLE, not_before=machine.now() + timedelta(days=9)), parties["helper"])

    versions = []
    for _ in range(2):
        with opened(tmp_path, machine) as kept:
            assert kept is not None
            versions.append(kept.place.bundle and kept.place.bundle.chain.version)
        machine.run(timedelta(days=10))

    assert versions == [1, 2]

"""A receipt is given and taken back by its number; without a purpose that rests on consent there is none."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from edge_node.commands.panel import Wanted, give_receipt, receipts_of, show_all, show_receipt, take_back
from edge_node.errors import ConsentError, SiteError
from edge_node.node import load_node
from edge_node.observations import Journey, Visit
from edge_node.retention.home import sweep_home
from edge_node.retention.kinds import ENDED_RULE
from edge_node.running import measurer_of
from edge_node.site import bare_site
from edge_node.storage.files import write_private
from edge_node.storage.home import Home
from shared.ids import TaskId
from tests.support.clock import FakeClock
from tests.support.consent_world import NOTICE_TOML
from tests.support.edge_world import BUNDLE, journey, paired_node, signed_policy
from tests.support.kept_home import keep_record
from tests.support.learning_policy import learning
from tests.support.machine import FakeMachine

CLOCK = FakeClock()
FLOW = TaskId("flow.week.site")
WANTED = Wanted("floor lead", "flow", "notice-en-1", date(2026, 12, 31))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a paired home whose policy's flow rests on consent."""
    _, parties = paired_node(tmp_path, CLOCK)
    documents = tuple(
        document.model_copy(update={"lawful_basis": "consent"}) if document.purpose == "flow" else document
        for document in BUNDLE.documents
    )
    policy = signed_policy(BUNDLE.model_copy(update={"documents": documents}), parties["helper"].root)
    write_private(Home(tmp_path).policy, policy)
    Home(tmp_path).site.write_text(f'name = "Altona"\n{NOTICE_TOML}')
    return tmp_path


def numbered(count: int) -> bytes:
    return bytes(range(count))


def test_a_person_reads_number_purpose_and_how_to_take_it_back(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show_receipt(give_receipt(home, WANTED, CLOCK, numbered), as_json=False)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "receipt    0001020304050607"
    assert lines[1] == "consent    given 2026-06-15 12:00 UTC"
    assert lines[4] == "until      2026-12-31"


def test_a_program_reads_the_whole_record(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show_receipt(give_receipt(home, WANTED, CLOCK), as_json=True)

    answer = json.loads(capsys.readouterr().out)
    assert answer["record"]["header"]["record_id"] == answer["receipt_id"]
    assert len(answer["receipt_id"]) == 16


def test_two_receipts_have_two_numbers(home: Path) -> None:
    first, second = (give_receipt(home, WANTED, CLOCK) for _ in range(2))

    assert first.receipt_id != second.receipt_id
    assert len(receipts_of(home)) == 2


def test_a_number_takes_it_back_however_it_is_typed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    give_receipt(home, WANTED, CLOCK, lambda count: b"\xab" * count)

    assert take_back(home, " ABABABABABABABAB ", "till 2", CLOCK).record.events[-1].noted_by == "till 2"

    show_all(receipts_of(home), CLOCK, as_json=False)
    assert capsys.readouterr().out == "abababababababab  withdrawn, over\n"


def test_all_are_shown_to_a_program(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    give_receipt(home, WANTED, CLOCK)

    show_all(receipts_of(home), CLOCK, as_json=True)

    assert len(json.loads(capsys.readouterr().out)["receipts"]) == 1


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("floor lead", "footfall", "notice-en-1", WANTED.until),
        Wanted("floor lead", "flow", "notice-en-9", WANTED.until),
        Wanted("", "flow", "notice-en-1", WANTED.until),
        Wanted("floor lead", "flow", "notice-en-1", date(2026, 1, 1)),
    ],
    ids=["another basis", "unknown text", "nobody", "in the past"],
)
def test_what_cannot_be_noted_leaves_no_receipt(home: Path, wanted: Wanted) -> None:
    with pytest.raises(ConsentError):
        give_receipt(home, wanted, CLOCK)

    assert receipts_of(home) == ()


def test_a_store_that_names_nobody_gives_none(home: Path) -> None:
    Home(home).site.write_text('name = "Altona"\n')

    with pytest.raises(SiteError, match=r"Add \[notice\]"):
        give_receipt(home, WANTED, CLOCK)


def test_whoever_wears_the_panels_badge_is_counted_once_a_consent_stands(home: Path) -> None:
    at_s = CLOCK.now().timestamp()
    seen = journey(at_s, 120, visits=[Visit("z1", at_s, 20), Visit("z2", at_s + 30, 20)])
    member = replace(seen, track=replace(seen.track, in_panel=True))
    node, site = load_node(home, CLOCK), bare_site("Altona", is_in_metres=True)

    def counted(who: Journey) -> bool:
        with closing(node.open_journal()) as journal:
            return FLOW in measurer_of(node, site, journal).add(who)

    before = counted(member)
    number = give_receipt(home, WANTED, CLOCK, numbered).receipt_id
    standing = counted(member), counted(seen)
    take_back(home, number, "till 2", CLOCK)

    assert (before, standing, counted(member)) == (False, (True, False), False)


def test_a_consent_taken_back_takes_what_its_panel_left_to_learn_from(tmp_path: Path) -> None:
    machine, bundle = FakeMachine(), learning(lawful_basis="consent")
    node, _ = paired_node(tmp_path, machine, bundle)
    node.home.site.write_text(f'name = "Altona"\n{NOTICE_TOML}')
    wanted = replace(WANTED, purpose="zones")
    first, _second = (give_receipt(tmp_path, wanted, machine) for _ in range(2))
    for grounds in (("consent:zones",), ("legitimate_interests:zones",)):
        with closing(node.open_journal()) as journal:
            keep_record(journal, "windows", machine.now(), timedelta(hours=72), grounds=grounds)
    machine.run(timedelta(hours=2))

    take_back(tmp_path, first.receipt_id, "till 2", machine, machine)

    with closing(node.open_journal()) as journal:
        assert journal.vault.held() == []
        (receipt,) = journal.receipts.all()
    assert receipt.receipt.deletion.rule == ENDED_RULE


def test_the_other_consents_go_on_with_what_comes_after(tmp_path: Path) -> None:
    machine, bundle = FakeMachine(), learning(lawful_basis="consent")
    node, _ = paired_node(tmp_path, machine, bundle)
    node.home.site.write_text(f'name = "Altona"\n{NOTICE_TOML}')
    first, _second = (give_receipt(tmp_path, replace(WANTED, purpose="zones"), machine) for _ in range(2))
    take_back(tmp_path, first.receipt_id, "till 2", machine, machine)
    machine.run(timedelta(hours=2))
    with closing(node.open_journal()) as journal:
        keep_record(journal, "windows", machine.now(), timedelta(hours=72), grounds=("consent:zones",))

    sweep_home(tmp_path, machine, machine)

    with closing(node.open_journal()) as journal:
        assert len(journal.vault.held()) == 1

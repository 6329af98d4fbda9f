"""Budget: refuse first, then spend; exact, per scope, for ever."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import delete, select

from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.release.ledger import spend
from aggregator.tables import LedgerRow
from privacy.accountant import Entry, Refused, charge_release
from shared.ids import TaskId
from tests.support.vector_world import NOW

SHARE = Fraction(1, 20)
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from([TaskId("a"), TaskId("b"), TaskId("c")]),
        st.integers(0, 3),
        st.sampled_from([Fraction(1, 100), Fraction(3, 100), Fraction(1, 20)]),
    ),
    max_size=10,
)


def pay(hub: Hub, entry: Entry, scope: str = "s") -> bool:
    with writing(hub.engine) as session:
        return spend(session, entry, scope, share=SHARE, now=NOW) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(ENTRIES)
def test_ledger_agrees_with_the_accountant_over_all_its_entries(leader_hub: Hub, wanted: list[Entry]) -> None:
    with writing(leader_hub.engine) as session:
        session.exec(delete(LedgerRow))  # type: ignore[call-overload]  # sqlmodel types only selects
    paid: list[Entry] = []
    for entry in wanted:
        is_new = all((entry.task_id, entry.epoch) != (one.task_id, one.epoch) for one in paid)
        fits = is_new and not isinstance(charge_release(paid, entry, SHARE), Refused)

        assert pay(leader_hub, entry) == fits

        paid += [entry] if fits else []


def test_scopes_have_budgets_of_their_own(leader_hub: Hub) -> None:
    entry = Entry(TaskId("a"), 1, SHARE)

    assert pay(leader_hub, entry)
    assert not pay(leader_hub, Entry(TaskId("b"), 1, Fraction(1, 100)))
    assert pay(leader_hub, entry, "another")


def test_entry_is_exact(leader_hub: Hub) -> None:
    pay(leader_hub, Entry(TaskId("a"), 1, Fraction(1, 30)))

    with reading(leader_hub.engine) as session:
        assert session.exec(select(LedgerRow.rho)).all() == ["1/30"]

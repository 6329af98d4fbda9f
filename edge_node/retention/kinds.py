"""Every kind of data that a node keeps and that has an end: the one list for sweeps, table and erasure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from edge_node.consent.standing import Standing
from edge_node.release.schedule import WINDOW
from edge_node.retention.keeping import Item, Keeping
from edge_node.storage.journal import Journal
from edge_node.storage.period_keys import LONGEST, Kind, Period
from edge_node.storage.vault import HeldKey
from policies.retention import YEAR, Limit, Rule, strictest
from policies.schema import PolicyBundle
from shared.epoch import Level, bounds
from shared.ids import TaskId

WINDOW_RULE: Final = "an epoch is taken for 35 days after its end (PROTOCOL.md §14.8)"
"""Why sums, contributions and envelopes live no longer, whatever a policy says."""

ENDED: Final = "ended windows"
"""What windows are called that nothing may be learnt from any more."""

ENDED_RULE: Final = "until the next sweep: their purpose or consent has ended (GDPR Art. 5(1)(b), 7(3))"

_LEVELS: Final[dict[str, Level]] = {"hour": "hour", "day": "day", "week": "week"}

_Epochs = Callable[[], list[tuple[TaskId, int]]]
_Forget = Callable[[TaskId, int, datetime], list[bytes]]


@dataclass(frozen=True, slots=True)
class Place:
    """What the rules of one node follow from."""

    journal: Journal
    bundle: PolicyBundle | None
    """The policy in force; without one, what is there dies by the rule it was kept under."""
    zone: ZoneInfo
    """The site's calendar."""
    standing: Standing | None = None
    """On which grounds windows may be held; None where that is not known: then every window has its hours."""


def keepings(place: Place) -> list[Keeping]:
    """Return every kind that has an end, the most personal first."""
    return [
        vault(place, "tracks"),
        _ended(place),
        vault(place, "windows", partial(_is_held, place)),
        open_sums(place),
        _contributions(place, place.journal.contributions.epochs),
        _outbox(place),
        _outcomes(place),
        _erasures(place),
        _receipts(place),
    ]


def life_of(kind: Kind, bundle: PolicyBundle | None) -> Limit:
    """Return how long a record that is kept now may live; nothing without a policy."""
    return strictest(bundle, "track_minutes" if kind == "tracks" else "window_hours")


def audit_life(bundle: PolicyBundle | None) -> Limit:
    """Return how long evidence is kept: what was deleted or looked at."""
    if bundle is None:
        return Limit(6 * YEAR, "no policy is held; six years, the longest that one may say")
    return strictest(bundle, "audit_years")


def vault(place: Place, kind: Kind, only: Callable[[Period], bool] = lambda _: True) -> Keeping:
    """Return one kind of the vault: its items are periods, and to forget one is to destroy its key."""
    held_in = place.journal.vault
    life = life_of(kind, place.bundle)
    if place.bundle is None:
        life = Limit(LONGEST[kind], "the rule it was kept under; no policy is held now")
    keep_s = int(life.keep_for.total_seconds())

    def forget(key_id: bytes, _at: datetime) -> list[bytes]:
        held_in.shred(key_id)
        return [key_id]

    def item(held: HeldKey) -> Item:
        period = held.period
        return Item(
            name=kind,
            count=held.count,
            data_from=_utc(period.start_s),
            data_until=_utc(period.end_s),
            expires_at=_utc(period.expires_s(keep_s)),
            forget=partial(forget, held.key_id),
        )

    return Keeping(
        Rule(kind, "vault in the journal, encrypted", life.keep_for, life.because),
        lambda: [item(held) for held in held_in.held() if held.period.kind == kind and only(held.period)],
        unit=held_in.unit,
        is_readable=lambda: held_in.is_readable,
    )


def _ended(place: Place) -> Keeping:
    """Return the windows whose purpose or consent has ended: the next sweep takes them."""
    over = vault(place, "windows", lambda period: not _is_held(place, period))
    return replace(
        over,
        rule=Rule(ENDED, over.rule.where, None, ENDED_RULE),
        items=lambda: [replace(item, name=ENDED, expires_at=item.data_from) for item in over.items()],
    )


def _is_held(place: Place, period: Period) -> bool:
    return place.standing is None or place.standing.may_hold(period)


def open_sums(place: Place) -> Keeping:
    """Return the exact sums of epochs that have not gone through the door."""

    def forget(task_id: TaskId, epoch: int, _at: datetime) -> list[bytes]:
        place.journal.sums.delete(task_id, epoch)
        return [_name("sum", task_id, epoch)]

    where = "journal, exact, until their epoch goes through the door"
    return _of_epochs(place, Rule("open sums", where, WINDOW, WINDOW_RULE), place.journal.sums.epochs, forget)


def exact_contributions(place: Place) -> Keeping:
    """Return what has gone through the door and is still exact: the cohort lane's, until it is sealed."""
    return _contributions(place, place.journal.contributions.exact_epochs)


def _contributions(place: Place, epochs: _Epochs) -> Keeping:
    def forget(task_id: TaskId, epoch: int, _at: datetime) -> list[bytes]:
        place.journal.contributions.delete_epoch(task_id, epoch)
        return [_name("contribution", task_id, epoch)]

    rule = Rule("contributions", "journal, until they are sealed", WINDOW, WINDOW_RULE)
    return _of_epochs(place, rule, epochs, forget)


def _outbox(place: Place) -> Keeping:
    limit = Limit(WINDOW, WINDOW_RULE)
    if place.bundle is not None:
        limit = min(limit, strictest(place.bundle, "outbox_days"), key=lambda one: one.keep_for)
    rule = Rule("outbox", "journal, sealed, until it is answered", limit.keep_for, limit.because)
    return _of_epochs(place, rule, place.journal.sealed.epochs, place.journal.sealed.expire)


def _outcomes(place: Place) -> Keeping:
    sealed = place.journal.sealed

    def forget(number: int, _at: datetime) -> list[bytes]:
        sealed.delete_outcome(number)
        return [f"outcome/{number}".encode()]

    return Keeping(
        Rule("outcomes", "journal: what became of each report", WINDOW, WINDOW_RULE),
        lambda: [_at_moment(at, WINDOW, partial(forget, number)) for number, at in sealed.concluded()],
        unit=place.journal.unit,
    )


def _erasures(place: Place) -> Keeping:
    erasures = place.journal.erasures

    def forget(sequence: int, _at: datetime) -> list[bytes]:
        erasures.delete(sequence)
        return [f"erasure/{sequence}".encode()]

    return Keeping(
        Rule("erased intervals", "journal: what is not counted again", WINDOW, WINDOW_RULE),
        lambda: [_at_moment(at, WINDOW, partial(forget, number)) for number, at in erasures.moments()],
        unit=place.journal.unit,
    )


def _receipts(place: Place) -> Keeping:
    limit, receipts = audit_life(place.bundle), place.journal.receipts

    def forget(number: int, _at: datetime) -> list[bytes]:
        receipts.delete(number)
        return [f"receipt/{number}".encode()]

    return Keeping(
        Rule("receipts", "journal: what was deleted, and its proofs", limit.keep_for, limit.because),
        lambda: [
            _at_moment(at, limit.keep_for, partial(forget, number)) for number, at in receipts.moments()
        ],
        unit=place.journal.unit,
    )


def _of_epochs(place: Place, rule: Rule, epochs: _Epochs, forget: _Forget) -> Keeping:
    """A kind whose life is counted from the end of an epoch."""
    keep_for = rule.keep_for or timedelta(0)

    def item(task_id: TaskId, epoch: int) -> Item:
        start, end = bounds(epoch, _LEVELS[task_id.split(".")[1]], place.zone)
        return Item(task_id, 1, start, end, end + keep_for, partial(forget, task_id, epoch))

    return Keeping(rule, lambda: [item(*key) for key in epochs()], unit=place.journal.unit)


def _at_moment(at: datetime, keep_for: timedelta, forget: Callable[[datetime], list[bytes]]) -> Item:
    return Item("", 1, at, at, at + keep_for, forget)


def _name(what: str, task_id: TaskId, epoch: int) -> bytes:
    return f"{what}/{task_id}/{epoch}".encode()


def _utc(at_s: int) -> datetime:
    return datetime.fromtimestamp(at_s, UTC)

"""Which cameras have their sign, as the stores themselves say, and which must be looked at again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from fastapi import Request
from sqlmodel import Session

from aggregator.compliance.model import Attention, Cell, Desk, Fact, Sheet
from aggregator.compliance.words import count_of, day, moment
from aggregator.hub import Hub
from aggregator.signage.signs import SOON, StoreSign, by_camera, to_look_at
from aggregator.signage.unheard import Unheard

KEY: Final = "signs"


def signs_page(session: Session, hub: Hub, _request: Request) -> Desk:
    """Return the page from what stores have said here."""
    return signs(by_camera(session), hub.clock.now())


def signs(known: Sequence[StoreSign], now: datetime) -> Desk:
    """Return every camera's sign, those that need somebody first."""
    pressing = to_look_at(known, now.date())
    missing = [sign for sign in pressing if not _holds(sign, now.date())]
    rest = [sign for sign in known if sign not in pressing]
    return Desk(
        key=KEY,
        title="Signs",
        lead="A camera measures only while somebody in the store attests that its sign hangs.",
        at=moment(now),
        facts=(
            Fact(
                title="Cameras without a sign",
                value=str(len(missing)),
                detail="they measure nothing" if missing else f"of {count_of(len(known), 'camera')}",
                needs_person=bool(missing),
            ),
            Fact(
                title=f"End within {SOON.days} days",
                value=str(len(pressing) - len(missing)),
                detail="somebody looks at them again before",
                needs_person=len(pressing) > len(missing),
            ),
        ),
        sheets=(
            Sheet(
                key="cameras",
                title="Signs of every camera",
                lead="As each store last said: once a day, and at once when a sign changes.",
                header=("Store", "Camera", "Attested until", "Said"),
                rows=tuple(_row(sign, now.date()) for sign in (*pressing, *rest)),
                empty="No store has said anything of its signs yet; each does within a day of being paired.",
            ),
        ),
    )


def attention(known: Sequence[StoreSign], now: datetime) -> list[Attention]:
    """Return what the overview says of them: a line for each store in which somebody must look."""
    today = now.date()
    by_store: dict[str, list[StoreSign]] = {}
    for sign in to_look_at(known, today):  # the most pressing first, and so its store
        by_store.setdefault(_store(sign), []).append(sign)
    return [_line(store, due, today) for store, due in by_store.items()]


def unheard(stores: Sequence[Unheard]) -> list[Attention]:
    """Return what the overview says of stores that say nothing, the longest silent first."""
    return [
        Attention(
            what=f"Silence of {store.site_id or store.edge_id}",
            why=f"not heard since {moment(store.since)}"
            if store.has_spoken
            else f"enrolled {moment(store.since)} and never heard: nobody knows whether its signs hang",
            until="",
            address=f"/compliance/{KEY}",
        )
        for store in stores
    ]


def _line(store: str, due: Sequence[StoreSign], today: date) -> Attention:
    missing = [sign.camera for sign in due if not _holds(sign, today)]
    if missing:
        words = f"{', '.join(missing)}: no sign attested, nothing measured"
        return Attention(f"Signs of {store}", words, "", f"/compliance/{KEY}")
    ends = min(sign.attested_until for sign in due if sign.attested_until is not None)
    names = ", ".join(sign.camera for sign in due)
    return Attention(f"Signs of {store}", f"{names}: to be looked at again", day(ends), f"/compliance/{KEY}")


def _row(sign: StoreSign, today: date) -> tuple[Cell, ...]:
    needs = sign in to_look_at([sign], today)
    until = "not attested" if sign.attested_until is None else day(sign.attested_until)
    return (
        Cell(text=_store(sign)),
        Cell(text=sign.camera),
        Cell(text=until, kind="alarm" if needs else "text"),
        Cell(text=moment(sign.said_at), kind="quiet"),
    )


def _holds(sign: StoreSign, today: date) -> bool:
    return sign.attested_until is not None and sign.attested_until >= today


def _store(sign: StoreSign) -> str:
    """Return the store by its name, at the helper by its node: it knows no names of stores."""
    return sign.site_id or sign.edge_id

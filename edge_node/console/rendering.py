"""The console's page as HTML: facts and one language's sentences, nothing decided."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from edge_node.consent.pauses import Pause
from edge_node.console.access import Session
from edge_node.console.contribution import Contribution
from edge_node.console.facts import Facts
from edge_node.console.happening import Happening
from edge_node.console.sendings import Sending
from edge_node.console.wording import Catalogue, catalogue, languages
from edge_node.intent.window import LABELS
from edge_node.public.languages import catalogue as told_to_visitors
from edge_node.release.schedule import WINDOW
from policies.training import LINKED_OF_100

LENGTHS: Final = {"30m": "m30", "1h": "h1", "2h": "h2", "4h": "h4", "": "open"}
"""How long a pause may be made here, as `shoal edge pause --for` takes it, and its words."""

_FOLDERS: Final = (Path(__file__).parent, Path(__file__).parent.parent / "public")
_CHANCES: Final = {"many": "many", "some": "some", "hardly anybody": "hardly"}
_ALL_DAY: Final = "00:00–24:00"
_ANSWERS: Final = frozenset({"accepted", "expired"})
_NEVER: Final = ("pictures", "ways", "alone", "fitted")


@dataclass(frozen=True, slots=True)
class Status:
    """One thing's state in a line or two."""

    title: str
    detail: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """What is said of one zone: a word for each label, or why there is none."""

    zone: str
    words: tuple[str, ...]
    nobody: str


@dataclass(frozen=True, slots=True)
class NowRows:
    """The live part of the page."""

    message: str
    """Why there is no table; empty where there is one."""
    reason: str
    """The node's own words for it, in English."""
    rows: tuple[ZoneRow, ...]


def page_of(facts: Facts, session: Session, *, fault: str = "") -> str:
    """Return the page in the session's language; fault: why what was asked for was not done."""
    words = catalogue(session.language)
    return render(
        "page.html",
        session.language,
        facts=facts,
        session=session,
        fault=fault,
        running=_running(facts, words),
        learning=_learning(facts, words),
        now=rows_of_now(facts.now, session.language),
        sent=[_sent(one, facts, session.language) for one in facts.sent.newest],
        pressed=lambda stops: [_pressed(stop, facts, words) for stop in stops],
        days=WINDOW.days,
        day=lambda ahead: (facts.at + timedelta(days=ahead)).date(),
        never=[words.words(f"never.{name}") for name in _NEVER],
        labels=LABELS,
        lengths=LENGTHS,
        linked=LINKED_OF_100,
        rule=words.rule,
        moment=lambda at: moment(at, facts.at),
        amount=amount,
        epsilon=lambda value: _up(value, words),
        others=[(other, catalogue(other).words("page.name")) for other in languages()],
    )


def closed_page(language: str) -> str:
    """Return what somebody reads who has no session."""
    return render("closed.html", language)


def opened_page(language: str) -> str:
    """Return what goes on to the page by itself."""
    return render("opened.html", language)


def rows_of_now(said: Happening, language: str) -> NowRows:
    """Return the live part in one language."""
    words = catalogue(language)
    if not said.is_answered:
        return NowRows(words.words("now.no_node"), "", ())
    if said.refused:
        return NowRows(words.words("now.refused", why=words.rule(said.refused)), said.reason, ())
    rows = tuple(_zone(zone, about_to, words) for zone, about_to in said.zones.items())
    return NowRows("" if rows else words.words("now.no_zone"), "", rows)


def amount(number: float) -> str:
    """Return the number with thousands apart by a thin space, as every language reads it."""
    return f"{number:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def moment(at: datetime, now: datetime) -> str:
    """Return the moment to the minute, on the clocks that now is told by."""
    return f"{at.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"


def render(template: str, language: str, **values: object) -> str:
    """Return the template in the language, everything escaped."""
    return (
        _environment().get_template(template).render(language=language, w=catalogue(language).words, **values)
    )


def _zone(zone: str, about_to: Mapping[str, str], words: Catalogue) -> ZoneRow:
    if not about_to:
        return ZoneRow(zone, (), words.words("now.nobody"))
    return ZoneRow(zone, tuple(_chance(about_to.get(label, ""), words) for label in LABELS), "")


def _chance(said: str, words: Catalogue) -> str:
    return words.words(f"chances.{_CHANCES[said]}") if said in _CHANCES else "–"


def _running(facts: Facts, words: Catalogue) -> Status:
    health, pause = facts.health, facts.health.pause
    if pause is not None:
        by, at = pause.pressed.by, moment(pause.pressed.at, facts.at)
        if pause.until is None:
            detail = words.words("running.paused_open", by=by, at=at)
        else:
            detail = words.words("running.paused_until", moment=moment(pause.until, facts.at), by=by, at=at)
        return Status(words.words("running.paused"), detail, is_on=False)
    if not health.is_at_work:
        return Status(words.words("running.no_node"), words.words("running.no_node_why"), is_on=False)
    if not health.looking:
        what = "blind" if health.allowed else "closed"
        return Status(words.words(f"running.{what}"), words.words(f"running.{what}_why"), is_on=False)
    some = words.words("running.some", looking=health.looking, cameras=len(health.cameras))
    return Status(words.words("running.measuring"), some, is_on=True)


def _learning(facts: Facts, words: Catalogue) -> Status:
    given = facts.learning
    title = words.words(f"learning.{given.state}")
    return Status(title, " ".join(_why(given, facts, words)), is_on=given.is_on and given.obstacle is None)


def _why(given: Contribution, facts: Facts, words: Catalogue) -> Iterator[str]:
    stopped = given.stopped
    if stopped is not None:
        by, at = stopped.pressed.by, moment(stopped.pressed.at, facts.at)
        until = stopped.until
        if until is None:
            yield words.words("learning.off_why", by=by, at=at)
        else:
            yield words.words("learning.off_until", by=by, at=at, until=moment(until, facts.at))
        if stopped.reason:
            yield words.words("running.reason", reason=stopped.reason)
        return
    hours = ", ".join(
        _ALL_DAY if one == "00:00 to 00:00" else one.replace(" to ", "–") for one in given.hours
    )
    filled = {"purposes": ", ".join(given.purposes), "hours": hours}
    yield words.words(f"learning.{given.state}_why", **filled)
    if given.state != "on":
        return
    if given.obstacle is not None:
        yield words.words("learning.obstacle", why=words.rule(given.obstacle.rule))
    elif given.refusal is not None:
        yield words.words("learning.would_not", why=words.rule(given.refusal.rule))
    else:
        yield words.words("learning.would")


def _pressed(stop: Pause, facts: Facts, words: Catalogue) -> tuple[str, str, str, str]:
    """Return when it was pressed, by whom, how it ended and why it was."""
    if stop.resumed is not None:
        ended = words.words("pause.resumed", at=moment(stop.resumed.at, facts.at), by=stop.resumed.by)
    elif stop.until is not None and stop.until <= facts.at:
        ended = words.words("pause.planned", at=moment(stop.until, facts.at))
    else:
        ended = words.words("pause.running")
    return moment(stop.pressed.at, facts.at), stop.pressed.by, ended, stop.reason


def _sent(one: Sending, facts: Facts, language: str) -> tuple[str, str, str, str, str]:
    """Return what was summed up, from when, to whom it went, the answer, and when that came."""
    words, public = catalogue(language), told_to_visitors(language)
    what = public.metrics.get(one.metric, one.metric)
    if one.level in public.levels:
        what = f"{what} ({public.levels[one.level]})"
    known = words.sent.get(one.outcome) if one.outcome in _ANSWERS else None
    answer = known or words.words("sent.refused", problem=one.outcome)
    starts_at = "–" if one.starts_at is None else moment(one.starts_at, facts.at)
    return what, starts_at, words.words(f"sent.{one.role}"), answer, moment(one.at, facts.at)


def _up(value: float, words: Catalogue) -> str:
    """Two decimals, rounded up."""
    return f"{math.ceil(value * 100 - 1e-9) / 100:.2f}".replace(".", words.words("page.decimal"))


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDERS), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )

"""The retention table: every kind of data of a node, where, how long, by which rule, and what is wrong."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from edge_node.retention.keeping import Keeping, held
from edge_node.retention.kinds import Place, life_of
from edge_node.retention.sweep import SWEEP_EVERY
from policies.retention import Finding, Held, Rule, line
from policies.retention_table import Table, of_time
from privacy.receipts import holds
from shared.elapsed import Uptime, advance

_UNTIL_GIVEN_UP: Final = "until the store is given up (shoal edge decommission)"
_NOTHING: Final = Held()


def table(place: Place, kinds: Iterable[Keeping], *, now: datetime, uptime: Uptime) -> Table:
    """Return the table of what is kept now; nothing is changed."""
    mark = place.journal.time.read()
    here = advance(mark, now, uptime)
    next_sweep_at = here.at if mark is None else max(mark.at + SWEEP_EVERY, here.at)
    lines = [
        *(line(rule, _NOTHING, now=here.at, next_sweep_at=None) for rule in _in_memory(place)),
        *(line(kind.rule, held(kind), now=here.at, next_sweep_at=next_sweep_at) for kind in kinds),
        *(line(rule, there, now=here.at, next_sweep_at=None) for rule, there in _for_good(place)),
    ]
    findings = [finding for one in lines for finding in one.findings]
    findings += [*of_time(mark, here, now), *_of_receipts(place)]
    return Table(here.at, None if mark is None else mark.at, tuple(lines), tuple(findings))


def _in_memory(place: Place) -> list[Rule]:
    cut = timedelta(0) if place.bundle is None else timedelta(minutes=place.bundle.chain.track_cut_minutes)
    life = life_of("windows", place.bundle)
    return [
        Rule(
            "frames", "memory, behind the wall", timedelta(0), "never stored: raw_frames_kept is always false"
        ),
        Rule("poses", "memory", timedelta(0), "never stored: they end where a track is continued"),
        Rule("tracks being followed", "memory", cut, "chain: track_cut_minutes"),
        Rule(
            "head at home", "memory", life.keep_for, f"with the first window it was fitted on; {life.because}"
        ),
        Rule("live signals", "memory", timedelta(0), "never stored: made when somebody asks, given once"),
        Rule("counts being added up", "memory", None, "until the next writing (send_every_s)"),
    ]


def _for_good(place: Place) -> list[tuple[Rule, Held]]:
    """What has no end by time: whoever forgot what was spent could spend it again."""
    spent = [datetime.fromtimestamp(entry.start_s, UTC) for entry in place.journal.ledger.all()]
    names = "pairing.json, policy.json, former-policies/, layout.json, site.toml, begun.json, config.toml"
    return [
        (
            Rule("ledger", "journal: what was spent", None, _UNTIL_GIVEN_UP),
            Held(len(spent), min(spent, default=None)),
        ),
        (Rule("keys", "keys/", None, _UNTIL_GIVEN_UP), _NOTHING),
        (
            Rule("shared model", "model.json", None, "until a newer one comes; no window can be read in it"),
            _NOTHING,
        ),
        (Rule("settings", names, None, _UNTIL_GIVEN_UP), _NOTHING),
    ]


def _of_receipts(place: Place) -> list[Finding]:
    broken = [
        kept.receipt_id for kept in place.journal.receipts.all() if not holds(kept.receipt, kept.evidence)
    ]
    words = f"receipts {', '.join(map(str, broken))} do not fit what proves them"
    return [Finding("unreadable", "receipts", words)] if broken else []

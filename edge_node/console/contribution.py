"""What the store gives to the model that all stores share: what is held, which rounds, at which price.

The switch is the register of `shoal edge learning`. What cannot be read is shown as off.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Literal

from edge_node.commands.learning import Taught, taught_by
from edge_node.consent.grounds import grounds_of, standing_of
from edge_node.consent.kept import learning_stops_of, read_kept
from edge_node.consent.pauses import Pause
from edge_node.consent.standing import Standing
from edge_node.federated.permission import Store, permitted
from edge_node.intent.audit import audit_of
from edge_node.intent.kept import examples_in
from edge_node.intent.window import Label
from edge_node.node import Node
from edge_node.shared_model import learnt_model
from edge_node.site import Site
from edge_node.storage.journal import Journal
from edge_node.storage.learn_ledger import PaidRound
from edge_node.storage.vault import Vault
from policies.engine import Deny, deny
from policies.learning import charged_for, learning_terms
from policies.schema import LearningTerms, PolicyBundle
from policies.training import learning_purposes
from privacy.budget import UNIT, epsilon
from shared.schemas.learning import Instruction

State = Literal["on", "off", "not_asked", "unreadable"]
"""As the switch stands: on; switched off; on, but no purpose trains; or nobody can tell, which is off."""

NEWEST = 10
"""Rounds and stops that the page lists; all rounds are counted."""


@dataclass(frozen=True, slots=True)
class GivenRound:
    """One round that the store took part in, or was charged for."""

    number: int
    at: datetime
    sent_bytes: int | None
    """Both envelopes together; None where they are forgotten, or never were."""


@dataclass(frozen=True, slots=True)
class ModelUsed:
    """The model that all stores share, as the leader signed it."""

    version: int
    round: int
    made_by: str
    since: datetime
    """When it was received here."""


@dataclass(frozen=True, slots=True)
class Price:
    """What learning has cost a track whose window may be alive now."""

    epsilon_spent: float
    epsilon_most: float
    """What the policy lets learning spend."""
    period_hours: float
    """How long a round counts against the next."""
    unit: str = UNIT


@dataclass(frozen=True, slots=True)
class Contribution:
    """Everything the page says about learning."""

    state: State
    stopped: Pause | None = None
    """Who switched it off."""
    stops: Sequence[Pause] = ()
    """When it was off, the newest first, at most NEWEST."""
    purposes: Sequence[str] = ()
    hours: Sequence[str] = ()
    windows: int = 0
    window_hours: float = 0.0
    labels: Mapping[Label, int] = field(default_factory=dict)
    """Windows by what came after them; of those that can be read and learnt from."""
    ended: int = 0
    """Windows that nothing may be learnt from any more, until the next sweep."""
    unreadable: int = 0
    """Windows of another version, or whose key is not at hand."""
    obstacle: Deny | None = None
    """Why nothing may be kept to learn from, whatever the hour; None when it may."""
    refusal: Deny | None = None
    """Why no round would be answered now; None when one would."""
    rounds: Sequence[GivenRound] = ()
    """The newest first, at most NEWEST."""
    rounds_in_all: int = 0
    price: Price | None = None
    """None where the policy has no terms for learning."""
    model: ModelUsed | None = None
    """None while the shipped one is asked."""
    problem: str = ""
    """Why nobody can tell."""

    @property
    def is_on(self) -> bool:
        """True when the switch is on, and some purpose trains."""
        return self.state == "on"


def contribution_of(node: Node, site: Site) -> Contribution:
    """Return what the store gives.  Raises: StorageError when a register or the journal cannot be read."""
    now = node.clock.now()
    taught, bundle = taught_by(node), node.in_force(now)
    stands = standing_of(node.home, bundle, now)
    with closing(node.open_journal()) as journal:
        kept, rounds = examples_in(journal.vault, stands.may_hold), journal.rounds.all()
        ended = _ended(journal.vault, stands)
        price = _price(journal, bundle, now)
    return Contribution(
        state=_state(taught),
        stopped=taught.stopped,
        stops=learning_stops_of(node.home)[::-1][:NEWEST],
        purposes=taught.purposes,
        hours=taught.hours,
        windows=taught.windows,
        window_hours=taught.window_hours,
        labels=audit_of(kept.examples).labels,
        ended=ended,
        unreadable=max(taught.windows - ended - len(kept.examples), 0),
        obstacle=_obstacle(node, site, bundle, now),
        refusal=_refusal(node, site, bundle, now),
        rounds=[_given(one) for one in rounds[::-1][:NEWEST]],
        rounds_in_all=len(rounds),
        price=price,
        model=_model(node),
    )


def _state(taught: Taught) -> State:
    if taught.stopped is not None:
        return "off"
    return "on" if taught.purposes else "not_asked"


def _ended(vault: Vault, stands: Standing) -> int:
    """Return how many windows are held on grounds of which none stands any more."""
    return sum(
        held.count
        for held in vault.held()
        if held.period.kind == "windows" and not stands.may_hold(held.period)
    )


def _given(paid: PaidRound) -> GivenRound:
    answer = paid.answer
    sent = None if answer is None else len(answer.leader) + len(answer.helper)
    return GivenRound(paid.number, datetime.fromtimestamp(paid.at_s, UTC), sent)


def _price(journal: Journal, bundle: PolicyBundle | None, now: datetime) -> Price | None:
    terms = learning_terms(bundle, now)
    if bundle is None or isinstance(terms, Deny):
        return None
    period: timedelta = charged_for(terms, bundle)
    paid = journal.rounds.overlapping(floor((now - period).timestamp()), floor(now.timestamp()) + 1)
    spent = sum((one.rho for one in paid), Fraction(0))
    return Price(
        epsilon_spent=epsilon(spent),
        epsilon_most=epsilon(bundle.chain.budget.exact_learn),
        period_hours=period.total_seconds() / 3600,
    )


def _refusal(node: Node, site: Site, bundle: PolicyBundle | None, now: datetime) -> Deny | None:
    """Return why a round that was asked for now would not be answered, by the very decision of a round."""
    terms = learning_terms(bundle, now)
    if isinstance(terms, Deny):
        return terms
    told = Instruction(task=terms.task_id, round=1, plan_hash=terms.plan.hash, model_hash="0" * 64)
    store = Store(site, read_kept(node.home), standing_of(node.home, bundle, now))
    answer = permitted(told, store, bundle, now)
    return None if isinstance(answer, LearningTerms) else answer


def _obstacle(node: Node, site: Site, bundle: PolicyBundle | None, now: datetime) -> Deny | None:
    """Return why no window may be learnt from at any hour: signs and consents, not pauses."""
    if bundle is None:
        return deny("no_policy", "no signed policy is held here, so nothing may be learnt")
    purposes = learning_purposes(bundle)
    if not purposes:
        return deny("no_such_purpose", "no purpose of the policy in force lets models be trained")
    grounds = grounds_of(node.home, site, bundle, now)
    if any(grounds.permit(terms, began_s=now.timestamp(), in_panel=True) for terms in purposes):
        return None
    if grounds.signed:
        return deny("not_consented", "learning rests on consent here, and nobody's stands")
    return deny("not_attested", "the sign of learning is not attested at every camera")


def _model(node: Node) -> ModelUsed | None:
    said = learnt_model(node)
    if said is None:
        return None
    since = datetime.fromtimestamp(node.home.model.stat().st_mtime, UTC)
    return ModelUsed(said.version, said.round, said.made_by, since)

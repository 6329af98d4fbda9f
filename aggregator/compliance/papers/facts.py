"""Everything a paper is made from: what is in force and configured now, and nothing else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from policies.retention import Line
from policies.schema import PolicyBundle, PolicyDocument
from policies.tasks import tasks
from shared.schemas.task import Lane

UNKNOWN_CONTROLLER = "(not configured: set controller in config.toml)"
UNKNOWN_CONTACT = "(not configured: set contact in config.toml)"


@dataclass(frozen=True, slots=True)
class Facts:
    """The configuration at one moment."""

    bundle: PolicyBundle
    stores: Sequence[str]
    """Names of the stores measured; empty at an aggregator that knows none."""
    nodes: int
    """Enrolled edge nodes."""
    kept: Sequence[Line]
    """The retention table of this aggregator."""
    controller: str = UNKNOWN_CONTROLLER
    """Who answers for the processing (GDPR Art. 4(7))."""
    contact: str = UNKNOWN_CONTACT
    """Where a visitor or an authority turns to."""

    @property
    def version(self) -> str:
        """The policy version and the beginning of its hash."""
        return f"version {self.bundle.chain.version} ({self.bundle.hash.hex()[:12]})"


def lanes_of(document: PolicyDocument, bundle: PolicyBundle) -> frozenset[Lane]:
    """Return the lanes that the purpose's metrics travel in, once every pack has had its say."""
    names = {rule.name for rule in document.metrics}
    return frozenset(task.lane for task in tasks(bundle).values() if task.metric in names)


def recipients_of(document: PolicyDocument, lanes: Collection[Lane]) -> str:
    """Return who sees numbers of the purpose, in words."""
    if "site" in lanes and "cohort" in lanes:
        return f"{document.owner}: some per store with noise, some only summed over several stores"
    if "site" in lanes:
        return f"{document.owner}: per store, with noise"
    if "cohort" in lanes:
        return f"{document.owner}: only summed over several stores"
    if not document.metrics:
        return "nobody sees a number of it: a model is trained, over sums of several stores"
    return "nobody: every metric of it is off"

"""What in a store itself lets a model learn for a purpose: its sign at every camera, or a panel's consent."""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import datetime

from edge_node.consent.gate import gate_of
from edge_node.consent.kept import consents_of, read_kept
from edge_node.consent.standing import Standing, standing
from edge_node.site import Site
from edge_node.storage.home import Home
from policies.rules import PurposeTerms
from policies.schema import PolicyBundle
from policies.training import ground_of, learning_purposes


@dataclass(frozen=True, slots=True)
class Grounds:
    """As of one moment; as it is made, they permit nothing."""

    signed: Set[str] = frozenset()
    """Purposes whose sign is attested at every camera, or that need none."""
    standing: Standing = field(default_factory=Standing)

    def permit(self, terms: PurposeTerms, *, began_s: float, in_panel: bool) -> bool:
        """Return whether what began then may be learnt from for the purpose; in_panel: who wears a badge."""
        document = terms.document
        if document.purpose not in self.signed or (document.lawful_basis == "consent" and not in_panel):
            return False
        return self.standing.covers(ground_of(document), began_s)


def grounds_of(home: Home, site: Site, bundle: PolicyBundle, now: datetime) -> Grounds:
    """Return what the store's registers say now.  Raises: StorageError for one that is damaged."""
    gate, kept = gate_of(site, bundle), read_kept(home)
    signed = frozenset(
        terms.document.purpose
        for terms in learning_purposes(bundle)
        if not terms.needs_notice
        or not any(gate.missing_sign(place.name, terms.document, kept, now) for place in site.cameras)
    )
    return Grounds(signed, standing_of(home, bundle, now))


def standing_of(home: Home, bundle: PolicyBundle | None, now: datetime) -> Standing:
    """Return which grounds stand by the consents given here; without a policy none does.

    Raises: StorageError for a register that is damaged: who reads it must then learn from nothing.
    """
    return Standing() if bundle is None else standing(bundle, consents_of(home), now.date())

"""What in a store itself lets a model learn for a purpose: its sign at every camera, or a panel's consent."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from edge_node.consent.gate import gate_of
from edge_node.consent.kept import panels_of, read_kept
from edge_node.consent.purposes import answered
from edge_node.site import Site
from edge_node.storage.home import Home
from policies.rules import PurposeTerms
from policies.schema import PolicyBundle
from policies.training import learning_purposes


@dataclass(frozen=True, slots=True)
class Grounds:
    """As of one moment; as it is made, they permit nothing."""

    signed: Set[str] = frozenset()
    """Purposes whose sign is attested at every camera, or that need none."""
    consented: Set[str] = frozenset()
    """Purposes that rest on consent, for which somebody's consent stands."""

    def permit(self, terms: PurposeTerms, *, in_panel: bool) -> bool:
        """Return whether a window may be learnt from for the purpose; in_panel: of who wears its badge."""
        purpose = terms.document.purpose
        if purpose not in self.signed:
            return False
        return terms.document.lawful_basis != "consent" or (in_panel and purpose in self.consented)


def grounds_of(home: Home, site: Site, bundle: PolicyBundle, now: datetime) -> Grounds:
    """Return what the store's registers say now.  Raises: StorageError for one that is damaged."""
    gate, kept = gate_of(site, bundle), read_kept(home)
    signed = frozenset(
        terms.document.purpose
        for terms in learning_purposes(bundle)
        if not terms.needs_notice
        or not any(gate.missing_sign(place.name, terms.document, kept, now) for place in site.cameras)
    )
    return Grounds(signed, answered(bundle, panels_of(home, now.date())))

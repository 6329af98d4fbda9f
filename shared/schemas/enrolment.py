"""What an edge and an aggregator say to each other at pairing, and how a site registers its layout.

Every signature covers the canonical JSON of the object without its signature, under the context named.
Source: shared/wire/PROTOCOL.md §12 and §13.
"""

from typing import Annotated

from pydantic import Field

from shared.schemas.keys import Hex64, HexSignature
from shared.schemas.layout import SiteLayout, Wire, canonical_json
from shared.schemas.moment import Moment
from shared.wire.codec import Role
from shared.wire.reader import bytes16

EdgeIdText = Annotated[str, Field(pattern=r"^[a-z2-7]{26}$")]
"""An edge id: 26 lower-case base32 characters."""


class EnrolmentRequest(Wire):
    """What a new edge asks with; the device key signs its canonical JSON under ``shoal/1 enrol``."""

    secret: Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{8}$")]
    """The pairing code's one-time secret."""
    public_key: Hex64
    """The device key's public half."""
    requested_at: Moment
    """By the edge's clock; for the log only."""


class SignedEnrolmentRequest(EnrolmentRequest):
    """The request with the device key's signature: proof that the asker holds the private half."""

    signature: HexSignature

    @property
    def unsigned(self) -> EnrolmentRequest:
        """The part that is signed."""
        return EnrolmentRequest(
            secret=self.secret, public_key=self.public_key, requested_at=self.requested_at
        )


class Enrolment(Wire):
    """Who the edge is to one aggregator; its root key signs the canonical JSON under ``shoal/1 enrolled``."""

    role: Role
    edge_id: EdgeIdText
    site_id: str
    """Named by the leader; empty from the helper."""
    cohort_id: str
    """Drawn by the helper; empty from the leader."""
    root_public_key: Hex64
    """The aggregator's root key; its fingerprint stood in the pairing code."""
    policy_public_key: Hex64
    """The key that signs policy bundles: the helper's root key."""
    issued_at: Moment


class SignedEnrolment(Wire):
    """The answer to an enrolment request."""

    enrolment: Enrolment
    signature: HexSignature


class LayoutRegistration(Wire):
    """A site's layout under the device key's signature; context ``shoal/1 layout``."""

    edge_id: EdgeIdText
    layout: SiteLayout
    signature: HexSignature


def layout_message(edge_id: str, layout: SiteLayout) -> bytes:
    """Return what a layout registration's signature covers. Source: PROTOCOL.md §13."""
    return bytes16(edge_id.encode()) + canonical_json(layout)

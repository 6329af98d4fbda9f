"""An aggregator as a pairing node meets it: it enrols, publishes, takes layouts, and can be made to lie."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

import httpx
from pydantic import ValidationError

from policies.signed_bundle import SignedBundle
from privacy.signing import SigningKey, edge_id, fingerprint, verify
from privacy.transparency.checkpoints import Checkpoint, log_name, sign_checkpoint
from shared.clock import Clock
from shared.schemas.enrolment import Enrolment, SignedEnrolment, SignedEnrolmentRequest
from shared.schemas.layout import canonical_json
from shared.schemas.sighting import SightingAnswer
from shared.wire.pairing import PairingCode
from shared.wire.problems import Problem
from tests.support.edge_world import BUNDLE, Party, signed_policy

SECRET = "K7QX2M9A"


@dataclass
class FakeAggregator:
    """One party behind an httpx transport; every attribute may be changed to see whether the node notices."""

    party: Party
    policy_key: SigningKey
    clock: Clock
    url: str
    secret: str = SECRET
    """One-time: empty once used; whoever used it may ask again, as at the real ones."""
    used_by: bytes = b""
    enrolments: int = 0
    layouts: list[bytes] = field(default_factory=list)
    confirmations: list[bytes] = field(default_factory=list)
    signs: list[bytes] = field(default_factory=list)
    sightings: list[bytes] = field(default_factory=list)
    log_size: int = 7
    """Entries of its audit log, all of one kind."""
    refuses_confirmations: bool = False
    bundle: bytes = b""
    model: bytes = b""
    """What it answers with when asked for the shared model; empty: there is none."""
    keys: bytes = b""
    alter: Callable[[Enrolment], Enrolment] = lambda enrolment: enrolment
    signer: SigningKey | None = None
    says_it_is: datetime | None = None
    """What its answers are dated; None leaves them undated."""

    def __post_init__(self) -> None:
        self.bundle = signed_policy(BUNDLE, self.policy_key)
        self.keys = self.party.signed_keys(self.clock.now())

    @property
    def code(self) -> str:
        """What the administrator hands out."""
        return PairingCode(self.url, SECRET, fingerprint(self.party.root.public_key)).text

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        if request.url.path == "/v1/enrolments":
            return self._enrol(SignedEnrolmentRequest.model_validate_json(request.content))
        if request.url.path in ("/v1/layouts", "/v1/signs"):
            (self.layouts if request.url.path == "/v1/layouts" else self.signs).append(request.content)
            return httpx.Response(204)
        if request.url.path == "/v1/sightings":
            return self._sight(request.content)
        if request.url.path == "/v1/models":
            return httpx.Response(200 if self.model else 204, content=self.model)
        if request.url.path == "/v1/policy-confirmations":
            return self._confirm(request.content)
        dated = {} if self.says_it_is is None else {"date": format_datetime(self.says_it_is, usegmt=True)}
        content = self.keys if request.url.path == "/v1/keys" else self._steps(request)
        return httpx.Response(200, content=content, headers=dated)

    def _confirm(self, body: bytes) -> httpx.Response:
        if self.refuses_confirmations:
            problem = Problem("unknown_policy")
            return httpx.Response(problem.status, json=problem.to_json())
        self.confirmations.append(body)
        return httpx.Response(204)

    def _sight(self, body: bytes) -> httpx.Response:
        self.sightings.append(body)
        key = self.signer or self.party.root
        note = sign_checkpoint(
            Checkpoint(log_name("helper", key.public_key), self.log_size, bytes([self.log_size]) * 32), key
        )
        return httpx.Response(200, content=SightingAnswer(checkpoint=str(note)).model_dump_json())

    def _steps(self, request: httpx.Request) -> bytes:
        """Return what it publishes, unless the node holds that already."""
        after = str(request.url.params["after"]).encode()
        is_held = bool(after) and after == hash_of(self.bundle)
        return b'{"steps":[' + (b"" if is_held else self.bundle) + b"]}"

    def _enrol(self, request: SignedEnrolmentRequest) -> httpx.Response:
        public_key = bytes.fromhex(request.public_key)
        message = canonical_json(request.unsigned)
        assert verify(public_key, "shoal/1 enrol", message, bytes.fromhex(request.signature))
        is_again = request.secret == SECRET and public_key == self.used_by
        if request.secret != self.secret and not is_again:
            problem = Problem("pairing_refused")
            return httpx.Response(problem.status, json=problem.to_json())
        self.secret, self.used_by, self.enrolments = "", public_key, self.enrolments + 1
        is_leader = self.party.role == "leader"
        enrolment = self.alter(
            Enrolment(
                role=self.party.role,
                edge_id=edge_id(public_key),
                site_id="altona" if is_leader else "",
                cohort_id="" if is_leader else "c1",
                root_public_key=self.party.root.public_key.hex(),
                policy_public_key=self.policy_key.public_key.hex(),
                issued_at=self.clock.now(),
            )
        )
        signature = (self.signer or self.party.root).sign("shoal/1 enrolled", canonical_json(enrolment)).hex()
        answer = SignedEnrolment(enrolment=enrolment, signature=signature)
        return httpx.Response(200, content=answer.model_dump_json())


def hash_of(bundle: bytes) -> bytes:
    """Return the hash of a signed bundle in hex, nothing for what is none."""
    try:
        return SignedBundle.model_validate_json(bundle).bundle.hash.hex().encode()
    except ValidationError:
        return b""

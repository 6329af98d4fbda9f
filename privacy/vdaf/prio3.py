"""Prio3 for two aggregators: a measurement is sharded with a proof, verified by both, summed and opened.

The leader is aggregator 0 and holds elements, the helper is aggregator 1 and holds seeds. All messages are
bytes in the draft's encodings (§7.2.7). Verification takes one round: each party makes a verifier share, both
together make one message or refuse, and each checks the message against its own state.
Source: draft-irtf-cfrg-vdaf §7.2.
"""

from dataclasses import KW_ONLY, dataclass
from typing import Final, Literal

import numpy as np

from privacy.errors import ProofError
from privacy.vdaf import proof
from privacy.vdaf.circuits import Circuit
from privacy.vdaf.field import Elements, Field
from privacy.vdaf.xof import SEED_SIZE, derive_seed, domain_separation_tag, expand

NONCE_SIZE: Final = 16
"""Bytes of the nonce, which never serves twice under one verification key."""

Party = Literal[0, 1]
"""0 is the leader, 1 the helper."""

_MEASUREMENT_SHARE: Final = 1
_PROOF_SHARE: Final = 2
_JOINT_RANDOMNESS: Final = 3
_PROVE_RANDOMNESS: Final = 4
_QUERY_RANDOMNESS: Final = 5
_JOINT_RAND_SEED: Final = 6
_JOINT_RAND_PART: Final = 7


@dataclass(frozen=True, slots=True, repr=False)
class Sharded:
    """What an edge sends: the public share to both, and to each its own input share."""

    public: bytes
    """The joint randomness parts of both parties, or empty."""
    leader: bytes
    """Measurement share and proofs share, then the blind if there is joint randomness."""
    helper: bytes
    """The seed of the same, then the blind if there is joint randomness."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class VerifyState:
    """What a party keeps between its verifier share and the verdict."""

    output: Elements
    """Its share of what is aggregated; worth nothing before the verdict."""
    joint_rand_seed: bytes
    """The seed that it used; empty without joint randomness."""


@dataclass(frozen=True)
class Prio3:
    """One variant: a field, a circuit, a number of proofs and the name under which its streams are drawn."""

    algorithm: int
    """The draft's number of the variant (§10)."""
    field: Field
    """The field of shares and proofs."""
    circuit: Circuit
    """What is valid."""
    _: KW_ONLY
    context: bytes
    """The application context: shares made for one are worth nothing in another."""
    proofs: int = 1
    """Independent proofs of one measurement; more than one for the small field."""

    @property
    def has_joint_rand(self) -> bool:
        """Whether prover and verifiers share randomness."""
        return self.circuit.joint_rand_length > 0

    @property
    def rand_size(self) -> int:
        """Random bytes that `shard` consumes."""
        return (4 if self.has_joint_rand else 2) * SEED_SIZE

    @property
    def leader_share_size(self) -> int:
        """Bytes of the leader's input share."""
        elements = self.circuit.measurement_length + self._proofs_length
        return elements * self.field.encoded_size + SEED_SIZE * self.has_joint_rand

    @property
    def verifier_share_size(self) -> int:
        """Bytes of one party's verifier share."""
        return self._verifiers_length * self.field.encoded_size + SEED_SIZE * self.has_joint_rand

    def shard(self, measurement: list[int], nonce: bytes, rand: bytes) -> Sharded:
        """Return the shares of a measurement with the proof that it is valid (§7.2.1).

        Raises: ValueError for a measurement that no proof could be made for, and for a wrong nonce or rand.
        """
        return self.shard_encoded(self.circuit.encode(self.field, measurement), nonce, rand)

    def shard_encoded(self, encoded: Elements, nonce: bytes, rand: bytes) -> Sharded:
        """Return the shares of elements, valid or not: int64 (limbs, measurement_length)."""
        if len(nonce) != NONCE_SIZE or len(rand) != self.rand_size:
            raise ValueError(
                f"expected {NONCE_SIZE} and {self.rand_size} bytes, got {len(nonce)}, {len(rand)}"
            )
        # §7.2.1: the helper's seed and blind, the leader's blind, the prover's seed; without joint randomness
        # there are no blinds.
        seeds = [rand[at : at + SEED_SIZE] for at in range(0, len(rand), SEED_SIZE)]
        helper_seed, prove_seed = seeds[0], seeds[-1]
        helper_blind, leader_blind = (seeds[1], seeds[2]) if self.has_joint_rand else (b"", b"")
        leader = self.field.subtract(encoded, self._helper_measurement(helper_seed))
        public = b""
        if self.has_joint_rand:
            public = self._joint_rand_part(0, leader_blind, leader, nonce)
            public += self._joint_rand_part(1, helper_blind, self._helper_measurement(helper_seed), nonce)
        proofs = self._prove(encoded, prove_seed, self._joint_rand_seed(public))
        leader_proofs = self.field.subtract(proofs, self._helper_proofs(helper_seed))
        return Sharded(
            public,
            self.field.encode(leader) + self.field.encode(leader_proofs) + leader_blind,
            helper_seed + helper_blind,
        )

    def verify_init(
        self, verify_key: bytes, party: Party, nonce: bytes, public: bytes, share: bytes
    ) -> tuple[VerifyState, bytes]:
        """Return a party's state and its verifier share, given what the edge sent it (§7.2.2).

        Raises: ProofError for shares that are none, and for randomness that would lay the measurement open.
        """
        if len(public) != 2 * SEED_SIZE * self.has_joint_rand:
            raise ProofError(f"expected another public share, got {len(public)} bytes")
        measurement, proofs, blind = self._expanded(party, share)
        joint_rand_seed, part = b"", b""
        if self.has_joint_rand:
            part = self._joint_rand_part(party, blind, measurement, nonce)
            theirs = public[SEED_SIZE:] if party == 0 else public[:SEED_SIZE]
            joint_rand_seed = self._joint_rand_seed(part + theirs if party == 0 else theirs + part)
        queried = self._query(verify_key, nonce, measurement, proofs, joint_rand_seed)
        state = VerifyState(self.circuit.truncate(self.field, measurement), joint_rand_seed)
        return state, self.field.encode(queried) + part

    def verifier_shares_to_message(self, leader: bytes, helper: bytes) -> bytes:
        """Return the verifier message that both verifier shares make (§7.2.2).

        Raises: ProofError when the proof does not hold.
        """
        (left, left_part), (right, right_part) = self._verifier(leader), self._verifier(helper)
        verifiers = self.field.add(left, right)
        for verifier in np.split(verifiers, self.proofs, axis=1):
            if not proof.decide(self.field, self.circuit, verifier):
                raise ProofError("expected a valid measurement, got one whose proof does not hold")
        return self._joint_rand_seed(left_part + right_part)

    def verify_next(self, state: VerifyState, message: bytes) -> Elements:
        """Return a party's share of what is aggregated, int64 (limbs, sum_length) (§7.2.2).

        Raises: ProofError when the parties did not use the same randomness.
        """
        if message != state.joint_rand_seed:
            raise ProofError("expected the joint randomness that was used, got another")
        return state.output

    def output_share(self, party: Party, share: bytes) -> Elements:
        """Return a party's share of what is aggregated, int64 (limbs, sum_length), of a verified report.

        Raises: ProofError for a share that is none.
        """
        return self.circuit.truncate(self.field, self._expanded(party, share)[0])

    def unshard(self, leader: Elements, helper: Elements) -> list[int]:
        """Return the sum behind both parties' sums of shares (§7.2.5)."""
        return self.field.to_ints(self.field.add(leader, helper))

    @property
    def _proofs_length(self) -> int:
        return proof.proof_length(self.circuit) * self.proofs

    @property
    def _verifiers_length(self) -> int:
        return proof.verifier_length(self.circuit) * self.proofs

    def _prove(self, encoded: Elements, seed: bytes, joint_rand_seed: bytes) -> Elements:
        length = proof.prover_randomness_length(self.circuit) * self.proofs
        prover = self._elements(seed, _PROVE_RANDOMNESS, bytes([self.proofs]), length)
        made = [
            proof.prove(self.field, self.circuit, encoded, *rands)
            for rands in zip(
                np.split(prover, self.proofs, axis=1), self._joint_rands(joint_rand_seed), strict=True
            )
        ]
        return np.concatenate(made, axis=1)

    def _query(
        self, verify_key: bytes, nonce: bytes, measurement: Elements, proofs: Elements, joint_rand_seed: bytes
    ) -> Elements:
        length = proof.query_randomness_length(self.circuit) * self.proofs
        rands = self._elements(verify_key, _QUERY_RANDOMNESS, bytes([self.proofs]) + nonce, length)
        made = [
            proof.query(self.field, self.circuit, measurement, *parts)
            for parts in zip(
                np.split(proofs, self.proofs, axis=1),
                np.split(rands, self.proofs, axis=1),
                self._joint_rands(joint_rand_seed),
                strict=True,
            )
        ]
        return np.concatenate(made, axis=1)

    def _expanded(self, party: Party, share: bytes) -> tuple[Elements, Elements, bytes]:
        """Return measurement share, proofs share and blind."""
        expected = self.leader_share_size if party == 0 else SEED_SIZE * (1 + self.has_joint_rand)
        if len(share) != expected:
            raise ProofError(f"expected an input share of {expected} bytes, got {len(share)}")
        if party == 1:
            seed, blind = share[:SEED_SIZE], share[SEED_SIZE:]
            return self._helper_measurement(seed), self._helper_proofs(seed), blind
        body = len(share) - SEED_SIZE * self.has_joint_rand
        elements = self._decoded(share[:body])
        measurement, proofs = np.split(elements, [self.circuit.measurement_length], axis=1)
        return measurement, proofs, share[body:]

    def _verifier(self, share: bytes) -> tuple[Elements, bytes]:
        """Return the elements and the joint randomness part of a verifier share."""
        if len(share) != self.verifier_share_size:
            raise ProofError(f"expected a verifier share of {self.verifier_share_size} bytes")
        body = self._verifiers_length * self.field.encoded_size
        return self._decoded(share[:body]), share[body:]

    def _decoded(self, encoded: bytes) -> Elements:
        try:
            return self.field.decode(encoded)
        except ValueError as error:
            raise ProofError("expected elements of the field, got others") from error

    def _helper_measurement(self, seed: bytes) -> Elements:
        return self._elements(seed, _MEASUREMENT_SHARE, bytes([1]), self.circuit.measurement_length)

    def _helper_proofs(self, seed: bytes) -> Elements:
        return self._elements(seed, _PROOF_SHARE, bytes([self.proofs, 1]), self._proofs_length)

    def _joint_rands(self, seed: bytes) -> list[Elements]:
        """Return the joint randomness of each proof, of no elements when there is none."""
        length = self.circuit.joint_rand_length * self.proofs
        rands = self._elements(seed, _JOINT_RANDOMNESS, bytes([self.proofs]), length)
        return np.split(rands, self.proofs, axis=1)

    def _joint_rand_part(self, party: Party, blind: bytes, share: Elements, nonce: bytes) -> bytes:
        return derive_seed(
            blind, self._tag(_JOINT_RAND_PART), bytes([party]) + nonce + self.field.encode(share)
        )

    def _joint_rand_seed(self, parts: bytes) -> bytes:
        """Return the seed of the joint randomness; empty without."""
        return derive_seed(bytes(SEED_SIZE), self._tag(_JOINT_RAND_SEED), parts) if parts else b""

    def _elements(self, seed: bytes, usage: int, binder: bytes, length: int) -> Elements:
        return expand(self.field, seed, self._tag(usage), binder, length)

    def _tag(self, usage: int) -> bytes:
        return domain_separation_tag(self.algorithm, usage, self.context)

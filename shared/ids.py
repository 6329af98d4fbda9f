"""Identifiers that cross the wire; a track has none here, so no report can carry one."""

from typing import NewType

SiteId = NewType("SiteId", str)
"""A shop, named by the leader when it hands out a pairing code."""

EdgeId = NewType("EdgeId", str)
"""An edge node: 26 lower-case base32 characters, the head of SHA-256 over its Ed25519 public key."""

CohortId = NewType("CohortId", str)
"""A fixed group of at least five sites, drawn by the helper for one policy period."""

TaskId = NewType("TaskId", str)
"""One metric at one level in one lane: ``footfall.hour.site``."""

ReportId = NewType("ReportId", bytes)
"""16 random bytes."""

KeyId = NewType("KeyId", str)
"""An HPKE key: 16 hex characters, the head of SHA-256 over its public bytes."""

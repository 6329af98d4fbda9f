"""The secret of one batch at one party, from which its noise follows: the same reports, the same noise.

Source: shared/wire/PROTOCOL.md §15.6.
"""

import hashlib
from collections.abc import Iterable

from aggregator.aggregate.batch import BatchName
from aggregator.tables import ReportRow
from privacy.signing import SigningKey
from shared.wire.reader import bytes16


def noise_secret(root: SigningKey, name: BatchName, reports: Iterable[ReportRow]) -> bytes:
    """Return 32 bytes that nobody knows who lacks the root key or the shares of the reports.

    Raises: ValueError once a share is scrubbed: then there is nothing to add noise to.
    """
    summed = hashlib.sha256()
    for report in sorted(reports, key=lambda one: one.report_id):
        if report.share is None:
            raise ValueError("expected reports whose shares are held, got a scrubbed one")
        summed.update(bytes16(report.report_id) + hashlib.sha256(report.share).digest())
    said = (
        bytes16(name.task_id.encode())
        + bytes16(name.cohort_id.encode())
        + name.epoch.to_bytes(8, "big", signed=True)
    )
    return hashlib.sha256(root.sign("shoal/1 noise", said + summed.digest())).digest()

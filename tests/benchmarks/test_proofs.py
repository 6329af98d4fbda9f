"""The benchmark of proofs measures sums that are right."""

import json

import pytest

from tests.benchmarks.proofs import main


def test_both_kinds_of_sum_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--cells", "4", "--bits", "3", "--reports", "2", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert set(found["proved"]) >= {
        "shard, ms",
        "leader verifies, ms",
        "helper verifies, cpu ms",
        "each decides, ms",
    }
    assert found["proved"]["leader bytes"] > found["unproved"]["leader bytes"]

"""A release says how sure it is, or why it is silent."""

import pytest
from pydantic import ValidationError

from shared.schemas.release import Release

FIELDS = {
    "task_id": "footfall.day.site",
    "metric": "footfall",
    "level": "day",
    "lane": "site",
    "scope": "leeds",
    "epoch": 20_000,
    "cells": ("door:in",),
    "values": (-3,),
    "half_widths": (14,),
    "variance": 50.0,
    "unit": "crossings",
    "unit_size": 1,
    "coverage_s": 0,
    "sites": 1,
    "simulated": True,
    "provisional": False,
    "policy_hash": "0" * 64,
    "layout_hash": "0" * 64,
}


def test_a_negative_value_stays_negative() -> None:
    assert Release(**FIELDS).values == (-3,)  # type: ignore[arg-type]  # a dictionary of mixed types


def test_a_short_hash_is_refused() -> None:
    with pytest.raises(ValidationError, match="policy_hash"):
        Release(**(FIELDS | {"policy_hash": "00"}))  # type: ignore[arg-type]  # as above

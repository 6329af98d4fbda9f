"""Log lines carry allowed keys only."""

import json
import logging

from shared.log import JsonLines, configure


def test_a_key_outside_the_list_is_dropped() -> None:
    record = logging.LogRecord("shoal", logging.INFO, __file__, 1, "report accepted", None, None)
    record.task = "footfall.hour.site"
    record.track_id = 17

    line = json.loads(JsonLines().format(record))

    assert line["task"] == "footfall.hour.site"
    assert "track_id" not in line


def test_frames_dropped_are_told_by_reason() -> None:
    record = logging.LogRecord("shoal", logging.INFO, __file__, 1, "frames so far", None, None)
    reasons = {"blur_failed": 1, "unsure": 2, "late": 3}
    vars(record).update(reasons)

    line = json.loads(JsonLines().format(record))

    assert {name: line[name] for name in reasons} == reasons


def test_noisy_libraries_are_quiet() -> None:
    before = logging.getLogger().handlers[:]

    configure()

    assert logging.getLogger("httpx").level == logging.WARNING
    logging.getLogger().handlers[:] = before

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


def test_noisy_libraries_are_quiet() -> None:
    before = logging.getLogger().handlers[:]

    configure()

    assert logging.getLogger("httpx").level == logging.WARNING
    logging.getLogger().handlers[:] = before

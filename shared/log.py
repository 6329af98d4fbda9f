"""JSON lines on stderr that can only carry keys from an allow-list: counts and durations, never a person."""

import json
import logging
import sys
from datetime import UTC, datetime

from typing_extensions import override

ALLOWED = frozenset(
    {
        "accepted",
        "batch",
        "blur_failed",
        "camera",
        "cohort",
        "count",
        "denied",
        "edge",
        "epoch",
        "frames",
        "frozen",
        "lane",
        "late",
        "metric",
        "opted_out",
        "problem",
        "refused",
        "reports",
        "role",
        "seconds",
        "site",
        "staff",
        "status",
        "syscall",
        "task",
        "tracks",
        "unsure",
        "url",
    }
)
"""The keys a log line may carry beside time, level, logger and message."""


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object; keys outside ALLOWED are dropped."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key in ALLOWED}
        return json.dumps(line, default=str)


def configure(level: int = logging.INFO) -> None:
    """Send the program's log lines to stderr as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "uvicorn.access", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)

"""Unknown fields, unknown problems and endless messages are refused."""

import pytest
from pydantic import ValidationError

from edge_node.capture.source import SourceConfig
from edge_node.wall.messages import Failure, Job, Switch


@pytest.mark.parametrize(
    ("model", "document"),
    [
        (Switch, {"preview": True, "pixels": "AAAA"}),
        (Failure, {"problem": "other", "message": ""}),
        (Failure, {"problem": "wall", "message": "x" * 601}),
        (Job, {"source": {"address": "a.mp4"}, "models": {}, "threads": 0}),
        (Job, {"source": {"address": "a.mp4"}, "models": {}, "kind": "shell"}),
    ],
    ids=["unknown field", "unknown problem", "too long", "no threads", "unknown kind"],
)
def test_what_is_not_foreseen_is_refused(
    model: type[Job | Switch | Failure], document: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(document)


def test_by_default_no_preview_is_made_and_landlock_is_needed() -> None:
    job = Job(source=SourceConfig("a.mp4"), models={})

    assert (job.preview, job.may_lack_landlock, job.kind) == (False, False, "line")

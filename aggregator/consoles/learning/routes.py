"""``/hq/learning``: what stores learn together, its JSON twin, and the way back to an older model."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from aggregator.accounts.forms import Checked, Form
from aggregator.accounts.guard import needs
from aggregator.accounts.person import Person
from aggregator.adopted import in_force
from aggregator.audit.log import note
from aggregator.consoles.learning.hours import hours_in_words
from aggregator.consoles.learning.model import LearningPage
from aggregator.consoles.learning.page import learning_page
from aggregator.consoles.plotly_script import plotly_script
from aggregator.consoles.templating import environment
from aggregator.database import reading, writing
from aggregator.federated import lineage
from aggregator.federated.errors import LearnError
from aggregator.hub import Hub
from aggregator.release.published import PublishedReleases

ADDRESS = "/hq/learning"

Reader = Annotated[Person, Depends(needs("read_models"))]
Keeper = Annotated[Person, Depends(needs("roll_back_models"))]
Sent = Annotated[Form, Depends(Checked("session"))]


def router(hub: Hub) -> APIRouter:
    """Return the routes of the page at the leader."""
    routes = APIRouter(tags=["pages"], include_in_schema=False)

    @routes.get(ADDRESS)
    def as_html(who: Reader) -> HTMLResponse:
        template = environment().get_template("learning.html")
        text = template.render(page=_page(hub, who), plotly=plotly_script(), who=who, twin=f"{ADDRESS}.json")
        return HTMLResponse(text, headers={"cache-control": "no-store"})

    @routes.get(f"{ADDRESS}.json")
    def as_json(who: Reader) -> LearningPage:
        return _page(hub, who)

    @routes.post(f"{ADDRESS}/back")
    def back(who: Keeper, sent: Sent) -> Response:
        try:
            _roll_back(hub, sent.one("round"), who)
        except LearnError as error:
            raise HTTPException(409, str(error)) from error
        return RedirectResponse(ADDRESS, 303)

    return routes


def _page(hub: Hub, who: Person) -> LearningPage:
    now = hub.clock.now()
    with reading(hub.engine) as session:
        rounds, models = lineage.rounds(session), lineage.models(session)
        adopted = in_force(hub.policies.refresh(session).values(), now)
    invented = any(layout.simulated for layout in PublishedReleases(hub.engine).layouts().values())
    return learning_page(
        rounds,
        models,
        now,
        may_roll_back=who.may("roll_back_models"),
        simulated=invented,
        hours=hours_in_words(adopted.bundle if adopted else None),
    )


def _roll_back(hub: Hub, asked: str, who: Person) -> None:
    """Go on from an older model; the deed and who did it stand in the log. Raises: LearnError."""
    if not asked.isdecimal() or len(asked) > 9:
        raise LearnError(f"expected the number of a round, got {asked[:20]!r}")
    now = hub.clock.now()
    with writing(hub.engine) as session:
        held = lineage.models(session)
        if not held:
            raise LearnError("expected a model to go back from, got none")
        made = lineage.roll_back(session, held[-1].task_id, int(asked), now)
        detail: dict[str, str | int] = {"event": "model rolled back", "round": made.round, "by": who.name}
        note(session, "release", made.task_id, detail, at=now)

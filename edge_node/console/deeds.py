"""What can be done on the page: each deed is the function that the command line calls, with its trace."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from edge_node.commands.attest import Wanted as Attested
from edge_node.commands.attest import attest_cameras, withdraw_camera
from edge_node.commands.learning import switch_off, switch_on
from edge_node.commands.pause import Wanted, press_pause, resume_store
from edge_node.console.access import Access
from edge_node.console.facts import facts_of
from edge_node.console.forms import Form, Typed
from edge_node.console.rendering import closed_page, page_of
from edge_node.errors import ConsentError
from shared.clock import Clock
from shared.errors import ShoalError

Deed = Callable[[Form], object]
"""Does what was asked.  Raises: ShoalError saying why not."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What can be done in the store whose home it is.  Each raises: ShoalError saying why not."""

    root: Path
    clock: Clock

    def learn_no_more(self, form: Form) -> object:
        """Switch learning off."""
        return switch_off(self.root, form.one("by"), form.one("reason"), self.clock)

    def learn_again(self, form: Form) -> object:
        """Switch learning on."""
        return switch_on(self.root, form.one("by"), self.clock)

    def pause(self, form: Form) -> object:
        """Pause measuring, for a length or until somebody resumes."""
        wanted = Wanted(form.one("by"), length=form.one("length") or None, reason=form.one("reason"))
        return press_pause(self.root, wanted, self.clock)

    def resume(self, form: Form) -> object:
        """End the pause."""
        return resume_store(self.root, form.one("by"), self.clock)

    def attest(self, form: Form) -> object:
        """Note that a sign hangs where cameras look."""
        cameras, until = form.all("camera"), _day(form.one("until"))
        if not cameras:
            raise ConsentError("expected at least one camera by whose view you stood, got none")
        wanted = Attested(cameras, form.one("by"), form.one("text"), until)
        return attest_cameras(self.root, wanted, self.clock)

    def withdraw(self, form: Form) -> object:
        """Note that a camera's sign is gone."""
        return withdraw_camera(self.root, form.one("camera"), form.one("by"), self.clock)


def router(root: Path, clock: Clock, access: Access) -> APIRouter:
    """Return the routes of everything that can be done."""
    routes, deeds = APIRouter(), Deeds(root, clock)
    for path, place, deed in (
        ("/learning/off", "learning", deeds.learn_no_more),
        ("/learning/on", "learning", deeds.learn_again),
        ("/pause", "running", deeds.pause),
        ("/resume", "running", deeds.resume),
        ("/signs/attest", "running", deeds.attest),
        ("/signs/withdraw", "running", deeds.withdraw),
    ):
        routes.add_api_route(path, _answering(root, clock, place, deed), methods=["POST"])

    @routes.post("/close")
    def close(form: Typed) -> HTMLResponse:
        access.end()
        return HTMLResponse(closed_page(form.session.language))

    return routes


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConsentError(f"expected a day such as 2027-01-31, got {text!r}") from error


def _answering(root: Path, clock: Clock, place: str, deed: Deed) -> Callable[[Typed], Response]:
    """Return what answers a form: the page again at the place, or the page that says why it was not done."""

    def answer(form: Typed) -> Response:
        form.session.who = form.one("by")
        try:
            deed(form)
        except ShoalError as error:
            text = page_of(facts_of(root, clock), form.session, fault=str(error))
            return HTMLResponse(text, status_code=409)
        return RedirectResponse(f"/#{place}", status_code=303)

    return answer

"""Stores whose signs hang: who is responsible, and an attestation in force for every camera."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from edge_node.consent.attestations import Act, Attestations, attest
from edge_node.consent.kept import site_of
from edge_node.consent.notice import signs_of
from edge_node.site import Notice, Site
from edge_node.storage.home import Home
from edge_node.storage.register import change

NOTICE = Notice("Muster Retail GmbH, Hauptstr. 1, 20095 Hamburg", "privacy@example.org", "", ("en", "de"))
NOTICE_TOML = '\n[notice]\nresponsible = "Muster Retail GmbH"\ncontact = "privacy@example.org"\n'
"""For site files that a test writes; it goes to the end."""
STAFF = "store manager"


def with_notice(site: Site) -> Site:
    """Return the site with somebody who is responsible."""
    return replace(site, notice=NOTICE)


def attest_all(home: Home, site: Site, at: datetime, *, days: int = 60, text: str = "notice-en-1") -> None:
    """Attest one text for every camera of the site, as of the moment."""
    sign = signs_of(site)[text]
    made = Act(by=STAFF, at=at)
    until = (at + timedelta(days=days)).date()
    held = Attestations()
    for camera in site.cameras:
        held = attest(held, camera.name, sign, made, until=until, zone=site.zone_info)
    change(home.attestations, Attestations(), lambda _: held)


def attest_home(root: Path, at: datetime) -> None:
    """Attest every camera of the site file that the home holds."""
    attest_all(Home(root), site_of(root), at)

"""Stores whose signs hang: who is responsible, an attestation for every camera, and consents to a panel."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from edge_node.consent.attestations import Act, Attestations, attest
from edge_node.consent.kept import site_of
from edge_node.consent.notice import signs_of
from edge_node.consent.panel import Joining, purpose_of_panel, receipt_for
from edge_node.consent.receipts import Receipt
from edge_node.site import Notice, Site, bare_site
from edge_node.storage.home import Home
from edge_node.storage.register import change
from policies.schema import PolicyBundle

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


def agreed(purpose: str, bundle: PolicyBundle, at: datetime, number: str = "7" * 16) -> Receipt:
    """Return the receipt of somebody who joined the purpose's panel at the moment, for a year."""
    terms, site = purpose_of_panel(purpose, bundle), with_notice(bare_site("Altona", is_in_metres=True))
    until = (at + timedelta(days=365)).date()
    joining = Joining(number, Act(by=STAFF, at=at), until, signs_of(site)["notice-en-1"])
    return receipt_for(joining, terms, NOTICE, site.zone_info)


def attest_home(root: Path, at: datetime) -> None:
    """Attest every camera of the site file that the home holds."""
    attest_all(Home(root), site_of(root), at)

"""How far this node saw the helper's audit log grow: kept here, and brought back to the helper.

A helper restored from a backup has forgotten; its stores have not.
Source: shared/wire/PROTOCOL.md §18.1.
"""

import logging

from pydantic import ValidationError

from edge_node.errors import UplinkError
from edge_node.node import Node
from edge_node.storage.files import read_file, write_private
from edge_node.uplink.http import ask
from edge_node.uplink.peers import open_peer
from privacy.errors import NoteError
from privacy.transparency.checkpoints import Checkpoint, log_name, read_checkpoint
from privacy.transparency.notes import is_signed
from shared.config import describe
from shared.schemas.layout import canonical_json
from shared.schemas.sighting import Sighting, SightingAnswer, SignedSighting

_log = logging.getLogger(__name__)


def see_log(node: Node) -> None:
    """Bring the helper the longest checkpoint held, and hold the one it answers with if that is no shorter.

    What cannot be said now is said at the next call.  Raises: StorageError.
    """
    held = _held(node)
    try:
        document = _asked(node, held)
        fresh = _believed(document, node)
    except UplinkError as error:
        _log.info("the helper's log was not looked at: %s", error)
        return
    known = read_checkpoint(held)[0].size if held else 0
    if fresh.size < known:
        _log.error("the helper's log had %d entries and has %d: it has lost some", known, fresh.size)
        return
    if document != held:
        write_private(node.home.helper_log, document.encode())


def _held(node: Node) -> str:
    """Return the checkpoint held, empty for none; a damaged one, or one of another helper, is none."""
    document = (read_file(node.home.helper_log) or b"").decode(errors="replace")
    try:
        return document if document and _believed(document, node) else ""
    except UplinkError as error:
        _log.error("what was known of the helper's log is lost: %s", error)
        return ""


def _asked(node: Node, held: str) -> str:
    said = Sighting(edge_id=node.pairing.edge_id, at=node.clock.now(), checkpoint=held)
    signature = node.device_key.sign("shoal/1 sighting", canonical_json(said)).hex()
    with open_peer(node.peer("helper")) as client:
        answer = ask(client, "POST", "/v1/sightings", SignedSighting(sighting=said, signature=signature))
    try:
        return SightingAnswer.model_validate_json(answer).checkpoint
    except ValidationError as error:
        raise UplinkError(f"expected a checkpoint of the helper's log: {describe(error)}") from error


def _believed(document: str, node: Node) -> Checkpoint:
    key = bytes.fromhex(node.peer("helper").root_public_key)
    origin = log_name("helper", key)
    try:
        checkpoint, signed = read_checkpoint(document)
    except NoteError as error:
        raise UplinkError(f"expected a checkpoint of the helper's log: {error}") from error
    if checkpoint.origin != origin or not is_signed(signed, origin, key):
        raise UplinkError("expected a checkpoint signed by the helper's pinned root key, got another")
    return checkpoint

"""Which model a store asks: the one that all stores share, or the one that was shipped.

A learnt model is kept as it came and verified again whenever it is read: the leader's root key, the hash of
its weights, the task and training plan of the policy, the form of network that this program has. Where one of
these is not right the shipped model is asked, and the log says so. A rollback is a newer version like others.
"""

import hashlib
import logging
from dataclasses import replace

import numpy as np

from edge_node.errors import StorageError, UplinkError
from edge_node.intent.form import VERSION, Form
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, Trained, read
from edge_node.node import Node
from edge_node.storage.files import read_file, write_private
from edge_node.uplink.directory import fetch_model, verify_model
from edge_node.uplink.peers import open_peer
from policies.learning import learning_terms
from policies.schema import LearningTerms
from shared.schemas.model import ModelStatement, SignedModel

_log = logging.getLogger(__name__)


class SharedModel:
    """The model that one store asks now; read again when the file of the learnt one has changed."""

    def __init__(self, node: Node) -> None:
        """Read it.  Raises: ModelError when the shipped one cannot be read."""
        self._shipped = read(SHIPPED)
        self.follow(node)

    def follow(self, node: Node) -> None:
        """Ask under what the node holds from now on."""
        self._node = node
        self._text: bytes | None = None
        self._predictor = Predictor(self._shipped)

    def predictor(self) -> Predictor:
        """Return what to ask; the same one until another model is in use."""
        text = _text_of(self._node)
        if text != self._text:
            self._text = text
            self._predictor = Predictor(self._learnt(text) or self._shipped)
        return self._predictor

    def _learnt(self, text: bytes | None) -> Trained | None:
        if text is None:
            return None
        try:
            return self._fitted(verified(text, self._node))
        except UplinkError as error:
            _log.warning("the shipped model is asked: %s", error)
            return None

    def _fitted(self, model: SignedModel) -> Trained:
        weights = np.frombuffer(bytes.fromhex(model.weights), dtype="<f4").astype(np.float32)
        return replace(self._shipped, weights=weights)


def renew_model(node: Node) -> None:
    """Keep the model that the leader has in use, if the policy lets one be learnt; else keep what is held.

    A model that cannot be believed or used here is not kept.  Raises: StorageError, UplinkError.
    """
    terms = learning_terms(node.in_force(node.clock.now()), node.clock.now())
    if not isinstance(terms, LearningTerms):
        return
    before = learnt_model(node)
    held = 0 if before is None else before.version
    with open_peer(node.peer("leader")) as client:
        text = fetch_model(client, terms.task_id, held)
    if not text:
        return
    fresh = verified(text, node)
    if fresh.model.version <= held:
        raise UplinkError(f"expected a model after version {held}, got {fresh.model.version}")
    write_private(node.home.model, text)
    _log.info("shared model renewed", extra={"status": f"version {fresh.model.version}"})


def verified(text: bytes, node: Node) -> SignedModel:
    """Return the model once it is the leader's, whole, and of the policy's task and plan.

    Raises: UplinkError saying what was expected.
    """
    now = node.clock.now()
    terms = learning_terms(node.in_force(now), now)
    if not isinstance(terms, LearningTerms):
        raise UplinkError(f"expected a policy that lets a model be learnt: {terms.reason}")
    signed = verify_model(text, bytes.fromhex(node.peer("leader").root_public_key))
    if (signed.model.task, signed.model.plan_hash) != (terms.task_id, terms.plan.hash):
        raise UplinkError(f"expected a model of {terms.task_id} by the plan of the policy, got another")
    weights = bytes.fromhex(signed.weights)
    if hashlib.sha256(weights).hexdigest() != signed.model.model_hash:
        raise UplinkError("expected the weights that the leader signed, got others")
    if terms.plan.model_version != VERSION or len(weights) != 4 * Form().parameters:
        raise UplinkError(f"expected a model of form {VERSION} with {Form().parameters} weights, got another")
    if not np.isfinite(np.frombuffer(weights, dtype="<f4")).all():
        raise UplinkError("expected finite weights, got others")
    return signed


def learnt_model(node: Node) -> ModelStatement | None:
    """Return what the leader says of the model that is kept; None where the shipped one is asked."""
    text = _text_of(node)
    try:
        return None if text is None else verified(text, node).model
    except UplinkError:
        return None


def _text_of(node: Node) -> bytes | None:
    try:
        return read_file(node.home.model)
    except (StorageError, OSError) as error:
        _log.warning("the shipped model is asked: %s", error)
        return None

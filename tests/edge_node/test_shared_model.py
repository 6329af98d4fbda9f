"""A learnt model is asked once leader, policy and program agree on it; else the shipped one is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge_node.errors import UplinkError
from edge_node.federated.simulation.shops import Shop, examples_from
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, read
from edge_node.node import Node
from edge_node.pairing import pair
from edge_node.refresh import refresh
from edge_node.shared_model import SharedModel, renew_model
from edge_node.storage.files import write_private
from privacy.signing import SigningKey
from shared.wire.codec import Role
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, signed_policy, site
from tests.support.fake_aggregator import FakeAggregator
from tests.support.shared_models import PLAN, TERMS, always, published, that_learns
from tests.support.vector_world import fixed_random

Chain = dict[Role, FakeAggregator]
WINDOWS = examples_from(Shop(40), 40, np.random.default_rng(5)).windows
SAID_BEFORE = Predictor(read(SHIPPED)).scores(WINDOWS).argmax(axis=1)
STRANGER = SigningKey.generate(fixed_random("another leader"))


@pytest.fixture
def node(chain: Chain, tmp_path: Path, clock: FakeClock) -> Node:
    paired = pair(chain["leader"].code, chain["helper"].code, tmp_path, layout=site(), clock=clock)
    return replace(paired, bundle=that_learns())


def says(model: SharedModel) -> list[int]:
    """Return what the model says of some windows, each answer once."""
    return sorted(set(model.predictor().scores(WINDOWS).argmax(axis=1).tolist()))


def is_shipped(node: Node) -> bool:
    return bool((SharedModel(node).predictor().scores(WINDOWS).argmax(axis=1) == SAID_BEFORE).all())


def fetched(chain: Chain, node: Node, text: bytes) -> None:
    chain["leader"].model = text
    renew_model(node)


def test_without_a_learnt_model_the_shipped_one_is_asked(node: Node) -> None:
    assert is_shipped(node)


def test_the_leaders_model_is_kept_and_asked(chain: Chain, node: Node) -> None:
    fetched(chain, node, published(chain["leader"].party.root, always(3)))

    assert says(SharedModel(node)) == [3]


def test_a_newer_model_is_asked_without_a_restart(chain: Chain, node: Node) -> None:
    model = SharedModel(node)
    before = model.predictor()

    for version, label in ((1, 3), (2, 1)):
        fetched(chain, node, published(chain["leader"].party.root, always(label), version))

    assert model.predictor() is not before
    assert says(model) == [1]
    assert model.predictor() is model.predictor()


def test_a_rollback_is_followed(chain: Chain, node: Node) -> None:
    root = chain["leader"].party.root
    fetched(chain, node, published(root, always(3), 1))
    fetched(chain, node, published(root, always(1), 2))

    fetched(chain, node, published(root, always(3), 3, made_by="rollback", round=1))

    assert says(SharedModel(node)) == [3]


def test_an_older_version_is_not_taken(chain: Chain, node: Node) -> None:
    root = chain["leader"].party.root
    fetched(chain, node, published(root, always(1), 2))

    with pytest.raises(UplinkError, match="expected a model after version 2"):
        fetched(chain, node, published(root, always(3), 1))

    assert says(SharedModel(node)) == [1]


def test_where_the_leader_has_none_nothing_is_kept(chain: Chain, node: Node) -> None:
    fetched(chain, node, b"")

    assert not node.home.model.exists()


WRONG: dict[str, Callable[[SigningKey], bytes]] = {
    "another's signature": lambda _: published(STRANGER, always(3)),
    "other weights than signed": lambda root: published(root, always(3), sent=always(1).tobytes()),
    "another task": lambda root: published(root, always(3), task="learn.other"),
    "another plan": lambda root: published(root, always(3), plan_hash="0" * 64),
    "too few weights": lambda root: published(root, always(3)[:-1]),
    "weights that are no numbers": lambda root: published(root, np.full_like(always(3), np.nan)),
    "no model": lambda _: b"{}",
}


@pytest.mark.parametrize("made", WRONG.values(), ids=WRONG)
def test_what_cannot_be_believed_is_neither_taken_nor_asked(
    chain: Chain, node: Node, made: Callable[[SigningKey], bytes]
) -> None:
    text = made(chain["leader"].party.root)

    with pytest.raises(UplinkError, match="expected"):
        fetched(chain, node, text)
    write_private(node.home.model, text)

    assert is_shipped(node)


def test_a_form_that_this_program_does_not_have_is_not_asked(chain: Chain, node: Node) -> None:
    plan = PLAN.model_copy(update={"model_version": 99})
    node = replace(node, bundle=that_learns(terms=TERMS.model_copy(update={"plan": plan})))

    with pytest.raises(UplinkError, match="form"):
        fetched(chain, node, published(chain["leader"].party.root, always(3), plan_hash=plan.hash))


def test_a_policy_that_no_longer_learns_asks_the_shipped_one_and_fetches_none(
    chain: Chain, node: Node
) -> None:
    fetched(chain, node, published(chain["leader"].party.root, always(3), 1))
    without = replace(node, bundle=BUNDLE)

    fetched(chain, without, published(chain["leader"].party.root, always(1), 2))

    assert is_shipped(without)
    assert says(SharedModel(node)) == [3]


def test_a_kept_model_that_cannot_be_believed_is_replaced_by_any(chain: Chain, node: Node) -> None:
    write_private(node.home.model, published(STRANGER, always(1), 900))

    fetched(chain, node, published(chain["leader"].party.root, always(3), 1))

    assert says(SharedModel(node)) == [3]


def test_a_node_that_keeps_up_takes_it(chain: Chain, node: Node) -> None:
    write_private(node.home.policy, signed_policy(that_learns(), chain["helper"].party.root))
    chain["leader"].model = published(chain["leader"].party.root, always(3))

    renewed = refresh(node)

    assert says(SharedModel(renewed)) == [3]


def test_a_model_that_cannot_be_had_does_not_stop_a_node(
    chain: Chain, node: Node, caplog: pytest.LogCaptureFixture
) -> None:
    write_private(node.home.policy, signed_policy(that_learns(), chain["helper"].party.root))
    chain["leader"].model = b"{}"

    renewed = refresh(node)

    assert "shared model not renewed" in caplog.text
    assert is_shipped(renewed)

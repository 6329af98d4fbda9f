"""The bundle is a shim: the same everywhere, with no code in it but two names."""

import io
import zipfile

from edge_node.federated.bundle import bundle, bundle_hash


def test_bundle_is_the_same_every_time() -> None:
    first = bundle()
    bundle.cache_clear()

    assert bundle() == first
    assert len(bundle_hash()) == 64


def test_bundle_names_installed_code_and_brings_none() -> None:
    with zipfile.ZipFile(io.BytesIO(bundle())) as files:
        texts = {name: files.read(name).decode() for name in files.namelist() if name.endswith(".py")}

    assert set(texts) == {"learn_server.py", "learn_client.py"}
    assert all(len(text.splitlines()) <= 6 for text in texts.values())

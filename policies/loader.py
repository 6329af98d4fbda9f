"""Reading policy documents from a folder: ``chain.toml``, ``documents/*.toml``, and the packs asked for.

``optional/*.toml`` are purposes that nothing measures until somebody asks for them by name, or moves them.
"""

from collections.abc import Sequence
from pathlib import Path

from policies.errors import DocumentError
from policies.pack import Pack
from policies.schema import ChainPolicy, PolicyBundle, PolicyDocument
from policies.tasks import tasks
from shared.config import load_toml

SHIPPED = Path(__file__).parent
"""The folder of the documents that come with the product."""


def load_bundle(
    folder: Path = SHIPPED, *, packs: Sequence[str] = (), optional: Sequence[str] = ()
) -> PolicyBundle:
    """Return the folder's documents and what is named as one bundle whose tasks are consistent.

    Raises: DocumentError, or shared.config.ConfigError naming the file and key.
    """
    bundle = read_bundle(folder, packs=packs, optional=optional)
    tasks(bundle)
    return bundle


def read_bundle(
    folder: Path = SHIPPED, *, packs: Sequence[str] = (), optional: Sequence[str] = ()
) -> PolicyBundle:
    """Return the same, whether or not the documents contradict each other: for policies.lint.

    Raises: DocumentError for no documents or one under another's name; shared.config.ConfigError.
    """
    documents = []
    asked_for = [folder / "optional" / f"{name}.toml" for name in optional]
    for path in [*sorted((folder / "documents").glob("*.toml")), *asked_for]:
        document = load_toml(path, PolicyDocument)
        if document.purpose != path.stem:
            raise DocumentError(f"{path.name} must describe purpose {path.stem!r}, got {document.purpose!r}")
        documents.append(document)
    if not documents:
        raise DocumentError(f"no policy documents in {folder / 'documents'}: nothing may be measured")
    return PolicyBundle(
        chain=load_toml(folder / "chain.toml", ChainPolicy),
        documents=tuple(documents),
        packs=tuple(load_toml(folder / "packs" / f"{name}.toml", Pack) for name in packs),
    )

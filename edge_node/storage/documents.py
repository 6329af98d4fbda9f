"""JSON documents kept in the home directory: read strictly, written whole."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from edge_node.errors import StorageError
from edge_node.storage.files import read_file, write_private
from shared.config import describe

Document = TypeVar("Document", bound=BaseModel)


def load(path: Path, model: type[Document]) -> Document | None:
    """Return the file as the model, None when there is none.

    Raises: StorageError when it is something else.
    """
    content = read_file(path)
    if content is None:
        return None
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        raise StorageError(f"{path}: {describe(error)}") from error


def save(path: Path, document: BaseModel) -> None:
    """Write the document, replacing what was there.

    Raises: StorageError when it cannot be written.
    """
    write_private(path, document.model_dump_json(indent=1).encode())

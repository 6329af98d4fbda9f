"""Reading and writing the vector files beside this one."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def write(name: str, content: Any) -> None:
    """Write one vector file, one vector a line where it is a list."""
    if isinstance(content, list):
        lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in content)
        text = f"[\n{lines}\n]\n"
    else:
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / name).write_text(text, encoding="utf-8")


def read(name: str) -> Any:
    """Return one vector file."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))

"""Files that appear complete or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: str | os.PathLike[str], text: str) -> None:
    """Writes a text under another name first, so that nobody finds a part of it."""
    target = Path(path)
    whole = target.with_name(target.name + ".part")
    whole.write_text(text, encoding="utf-8")
    os.replace(whole, target)

"""What the interface remembers from one start to the next: language, colours, files opened last."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from planner.wording import LANGUAGES

RECENT = 8
"""How many files are remembered."""


def default_path() -> Path:
    """Where this user's settings lie on this machine."""
    from platformdirs import user_config_path

    return user_config_path("township-planner", appauthor=False) / "interface.json"


class Settings:
    """Settings in a file; a file that cannot be read says nothing, one that cannot be written is not written.

    `language` is None until one was chosen: then the locale decides.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.language: str | None = None
        self.theme = ""
        self.recent: tuple[Path, ...] = ()
        self._read()

    def _read(self) -> None:
        try:
            content: Any = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        if not isinstance(content, dict):
            return
        if content.get("language") in LANGUAGES:
            self.language = content["language"]
        if isinstance(content.get("theme"), str):
            self.theme = content["theme"]
        recent = content.get("recent")
        if isinstance(recent, list):
            self.recent = tuple(Path(one) for one in recent if isinstance(one, str))[:RECENT]

    def opened(self, file: Path) -> None:
        """Remember a file as the one opened last."""
        here = file.resolve()
        self.recent = (here, *(one for one in self.recent if one != here))[:RECENT]
        self.keep()

    def keep(self) -> None:
        """Write them down; in one step, since two programs may do so at the same time."""
        content = {"language": self.language, "theme": self.theme, "recent": [os.fspath(one) for one in self.recent]}
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(content, indent=1), encoding="utf-8")
            beside.replace(self.path)
        except OSError:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

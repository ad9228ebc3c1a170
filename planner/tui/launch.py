"""The interface, as `planner` without a verb opens it."""

from __future__ import annotations

from pathlib import Path

from planner.i18n import set_language
from planner.tui.settings import Settings, default_path


def start(*, language: str | None = None, store: Path | None = None, drafts: Path | None = None) -> int:
    """Open the interface on this terminal; the exit code when it was left."""
    settings = Settings(default_path())
    set_language(language or settings.language)

    from planner.tui.app import PlannerApp

    app = PlannerApp(store=store, drafts=drafts, settings=settings)
    app.run()
    return app.return_code or 0

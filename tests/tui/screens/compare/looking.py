"""What is on the screen."""

from __future__ import annotations

from typing import Any

from textual.app import App


def seen(app: App[Any]) -> str:
    """The screen as text, without what cells it takes."""
    # Textual has no public way to the lines of a screen but a picture of them, which does not keep them apart.
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())

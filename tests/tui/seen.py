"""What stands on the screen, as a person reads it."""

from __future__ import annotations

import html
import re
from typing import Any

from planner.model.text import UNSEEN


def said_in_passing(app: Any) -> list[str]:
    """What the app says in passing, the oldest first.

    Textual has no public list of it, and its toasts stand on a screen only where there is room and time for them.
    """
    return [one.message for one in app._notifications]


def seen(app: Any) -> str:
    """What stands on the screen; no character of it acts."""
    picture = app.export_screenshot()
    told = " ".join(
        re.sub(r"<[^>]*>", " ", html.unescape(line)) for line in re.findall(r"<text[^>]*>.*?</text>", picture)
    )
    told = told.replace("\xa0", " ")
    assert UNSEEN.findall(told.replace("\n", "")) == []
    return told

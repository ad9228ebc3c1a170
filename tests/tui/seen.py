"""What stands on the screen, as a person reads it."""

from __future__ import annotations

import html
import re
from typing import Any

from planner.model.text import UNSEEN


def seen(app: Any) -> str:
    """What stands on the screen; no character of it acts."""
    picture = app.export_screenshot()
    told = " ".join(
        re.sub(r"<[^>]*>", " ", html.unescape(line)) for line in re.findall(r"<text[^>]*>.*?</text>", picture)
    )
    told = told.replace("\xa0", " ")
    assert UNSEEN.findall(told.replace("\n", "")) == []
    return told

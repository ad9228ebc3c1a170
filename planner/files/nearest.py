"""What is wrong, as problems tell it: the value that was written, shortened, and the nearest right name."""

from __future__ import annotations

import math
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any


def nearest(name: str, names: Iterable[str]) -> str:
    """The name most like `name`, or nothing where none is like it. Case and `-`, `_` and blanks make no difference."""
    plain = {_plain(candidate): candidate for candidate in names}
    close = get_close_matches(_plain(name), plain, n=1, cutoff=0.6)
    return plain[close[0]] if close else ""


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")


def shown(value: Any) -> str:
    """A value as a person wrote it, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, dict):
        text = "{…}"
    elif isinstance(value, list):
        text = "[" + ", ".join(shown(item) for item in value[:5]) + (", …]" if len(value) > 5 else "]")
    elif isinstance(value, int) and value.bit_length() > 200:
        text = f"{'-' if value < 0 else ''}1e{int(value.bit_length() * math.log10(2))}"
    else:
        text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"

"""Which numbers can be drawn."""

from __future__ import annotations

from typing import TypeGuard

MOST = 1e100
LEAST = 1e-100


def is_known(value: float | None) -> TypeGuard[float]:
    """Whether a number can be drawn: it is there, is a number, and leaves floats room to be reckoned with."""
    return value is not None and -MOST < value < MOST


def is_positive(value: float) -> bool:
    """Whether a number can be the length of an axis."""
    return LEAST < value < MOST

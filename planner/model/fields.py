"""Field makers: every number of the model states its unit and range, once, where it is defined.

The reader of scenario files, the printed problems and later the forms of the interface all use this metadata, so a
range is never written twice. Metadata keys: `unit` (an id of the catalogue of units), `lowest`, `highest`, and
`open_low` / `open_high` where the bound itself is excluded.
"""

from __future__ import annotations

import math
from typing import Any

from attrs import field

NO_DEFAULT: Any = object()


def number(
    default: Any = NO_DEFAULT,
    *,
    unit: str,
    lowest: float = 0.0,
    highest: float = math.inf,
    open_low: bool = False,
    open_high: bool = False,
) -> Any:
    """A number with a unit and a range."""
    metadata = {
        "unit": unit,
        "lowest": lowest,
        "highest": highest,
        "open_low": open_low,
        "open_high": open_high,
    }
    if default is NO_DEFAULT:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


def share(default: Any = NO_DEFAULT, *, open_high: bool = False) -> Any:
    """A share or probability, from 0 to 1."""
    return number(default, unit="share", highest=1.0, open_high=open_high)


def hours(default: Any = NO_DEFAULT) -> Any:
    """Hours of working time (wall time for emergencies), 0 or more."""
    return number(default, unit="hours", highest=10_000.0)


def days(default: Any = NO_DEFAULT, *, lowest: float = 0.0) -> Any:
    """Days, 0 or more: working days, except hiring and training, which are calendar days."""
    return number(default, unit="days", lowest=lowest, highest=3_660.0)


def people(default: Any = NO_DEFAULT) -> Any:
    """A whole number of people, 0 or more."""
    return number(default, unit="people", highest=1_000_000)


def yearly_rate(default: Any = NO_DEFAULT) -> Any:
    """Events per year and unit, 0 or more."""
    return number(default, unit="per_year", highest=1_000_000.0)


def money(default: Any = NO_DEFAULT) -> Any:
    """Yuan, 0 or more."""
    return number(default, unit="yuan")


def factor(default: Any = 1.0) -> Any:
    """A multiplier, 0 or more."""
    return number(default, unit="factor", highest=1_000.0)


def pace(default: Any = 1.0) -> Any:
    """Speed of work relative to a trained officer, above 0."""
    return number(default, unit="factor", highest=10.0, open_low=True)

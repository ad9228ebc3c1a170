"""Field makers: every number of the model states its unit and range, once, where it is defined.

The reader of scenario files, the printed problems and later the forms of the interface all use this metadata, so a
range is never written twice. Metadata keys: `unit` (an id of the catalogue of units), `lowest`, `highest`, and
`open_low` / `open_high` where the bound itself is excluded. The classes hold their ranges themselves: `attrs.evolve`
with a number that no file may state raises ScenarioError.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from attrs import Attribute, field

from planner.errors import Problem, ScenarioError

NO_DEFAULT: Any = object()


def outside(value: float, metadata: Mapping[str, Any]) -> bool:
    """Whether a number lies outside the range of its field; what is no number does."""
    low, high = metadata["lowest"], metadata["highest"]
    above = value > low if metadata["open_low"] else value >= low
    below = value < high if metadata["open_high"] else value <= high
    return not (above and below) or value == math.inf


def told(value: Any) -> str:
    """A value as far as it says something to a person, shortened, else what kind of thing it is."""
    if isinstance(value, int) and value.bit_length() > 200:
        return f"{'-' if value < 0 else ''}1e{int(value.bit_length() * math.log10(2))}"
    if value is None or isinstance(value, bool | int | float | str):
        words = repr(value)
        return words if len(words) <= 60 else words[:59] + "…"
    return type(value).__name__


def _hold(_: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse what is no number, or a fraction where only whole numbers fit, or lies outside the range."""
    if value is None and attribute.default is None:
        return
    whole = "int" in str(attribute.type)
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        facts: dict[str, Any] = {"expected": "whole-number" if whole else "number", "got": told(value)}
        raise ScenarioError(Problem(kind="wrong-type", path=attribute.name, facts=facts))
    if outside(value, attribute.metadata):
        facts = {"got": told(value), **attribute.metadata}
        raise ScenarioError(Problem(kind="out-of-range", path=attribute.name, facts=facts))


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
        return field(metadata=metadata, validator=_hold)
    return field(default=default, metadata=metadata, validator=_hold)


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

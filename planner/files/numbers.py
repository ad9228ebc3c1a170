"""The numbers that a change works on, and the weights by which it shares out."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from planner.files.draft import Draft, Refused
from planner.files.nearest import nearest
from planner.files.schema import Record, Single, is_staff, shape_at
from planner.files.sharing import exact
from planner.files.tree import Path, dotted


def is_whole(path: Path) -> bool:
    """Whether a whole number stands at a path."""
    shape = shape_at(path)
    return isinstance(shape, Single) and shape.whole


def numbers(draft: Draft, where: str, paths: Iterable[Path]) -> dict[Path, float]:
    """The numbers at some places; a path of staff means its institution posts.

    Places where nothing is stated are left out; so is what is not a number though one belongs there: that is a problem
    of its own. Raises Refused `wrong-type` where no number belongs, `not-stated` where nothing is stated anywhere.
    """
    found: dict[Path, float] = {}
    stated = False
    for path in paths:
        place = (*path, "institution") if is_staff(shape_at(path)) else path
        shape = shape_at(place)
        if not (isinstance(shape, Single) and shape.number):
            raise Refused(where, "wrong-type", expected="path-of-number", got=dotted(place))
        value = draft.value(place)
        stated |= value is not None
        if type(value) is int or (type(value) is float and shape.type is float):
            found[place] = value
    if not stated:
        raise Refused(where, "not-stated")
    return found


def weights_by_field(draft: Draft, paths: Iterable[Path], field: str) -> dict[Path, Fraction]:
    """The value of `field` in the township or department of each path. Raises Refused `no-match`."""
    weights: dict[Path, Fraction] = {}
    for path in paths:
        unit = path[:2]
        place = (*unit, *field.split("."))
        shape = shape_at(place)
        if not (isinstance(shape, Single) and shape.number):
            fields = shape_at(unit)
            names = (
                [name for name, inner in fields.fields.items() if isinstance(inner, Single) and inner.number]
                if (isinstance(fields, Record))
                else []
            )
            raise Refused("in_proportion_to", "no-match", nearest(field, names), pattern=field, part=field)
        weights[path] = max(exact(draft.number(place)), Fraction(0))
    return weights

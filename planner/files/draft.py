"""A scenario while measures change it, and the numbers that a change works on."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from attrs import NOTHING, frozen

from planner.files.schema import (
    Names,
    Record,
    Schema,
    Single,
    below,
    default_at,
    grown,
    is_staff,
    is_team,
    scenario_schema,
    shape_at,
)
from planner.files.sharing import exact
from planner.files.structuring import Fault
from planner.files.tree import (
    COUNTY_DEFAULTS,
    Node,
    Origin,
    Path,
    Table,
    at,
    dotted,
    expanded,
    kind_of,
    plain,
    put,
    table_at,
)
from planner.model.text import nearest


class Refused(Exception):
    """A change that cannot be made; `fault.path` is the key of the change that is wrong."""

    def __init__(self, where: str, kind: str, nearest_name: str = "", **facts: Any) -> None:
        super().__init__(kind)
        self.fault = Fault((where,) if where else (), kind, facts, nearest_name)


@frozen
class Reason:
    """What makes a change: the file and place of its table, and its layer."""

    file: str
    at: Path
    layer: int

    def origin(self, key: str, path: Path) -> Origin:
        """The origin of a value that the change writes at `path`, taken from its `key`."""
        return Origin(self.file, (*self.at, key), path, self.layer)


class Draft:
    """The tables as written (`raw`), and the same with every township complete (`effective`).

    `written` are the places that changes have written to, in order.
    """

    def __init__(self, raw: Table) -> None:
        self.raw = raw
        self.effective = expanded(raw)
        self.written: list[Path] = []

    def find(self, where: str, pattern: str, *, may_be_new: bool = False) -> list[Path]:
        """The places that a pattern names: `*` stands for every key there is, `@kind` for every township of that kind.

        With `may_be_new` the last key may be missing from a table of names. Raises Refused `no-match`.
        """
        parts = tuple(pattern.split("."))
        frontier: list[tuple[Path, Schema]] = [((), scenario_schema())]
        for place, key in enumerate(parts):
            reached: list[tuple[Path, Schema]] = []
            known: dict[str, None] = {}
            for path, shape in frontier:
                groups = self._groups(path, shape, of_kinds=key.startswith("@"))
                known.update(dict.fromkeys(name for name in groups if name != "*"))
                last_and_new = may_be_new and place == len(parts) - 1 and isinstance(shape, Names)
                may_be_made = last_and_new and not key.startswith(("*", "@"))
                for name in groups.get(key, [key] if may_be_made else []):
                    inner = below(shape, name)
                    if inner is not None:
                        reached.append(((*path, name), inner))
            if not reached:
                raise Refused(where, "no-match", nearest(key, known), pattern=pattern, part=key)
            frontier = reached
        return [path for path, _ in frontier]

    def _groups(self, path: Path, shape: Schema, *, of_kinds: bool) -> dict[str, list[str]]:
        """The keys under a path by what names them in a pattern: each by itself, all by `*`; townships by kind."""
        entries = table_at(self.effective, path) if isinstance(shape, Names) else {}
        if of_kinds and path == ("townships",):
            kinds: dict[str, list[str]] = {}
            for name, township in entries.items():
                if isinstance(township, Table):
                    kinds.setdefault(f"@{kind_of(township)}", []).append(name)
            return kinds
        keys = list(shape.fields if isinstance(shape, Record) else entries)
        return {"*": keys, **{key: [key] for key in keys}}

    def value(self, path: Path) -> Any:
        """What stands at a path, stated or by default: bare values, or None where nothing does."""
        node = at(self.effective, path)
        if node is not None:
            return plain(node)
        default = default_at(path)
        if default in (NOTHING, None) and path[-1] == "certified" and is_team(shape_at(path[:-1])):
            return self.certifiable(path[:-1]) if path[0] == "departments" else 0
        return None if default is NOTHING else default

    def certifiable(self, team: Path) -> int:
        """Those of a team who may hold a certificate."""
        return self.whole((*team, "staff", "civil")) + self.whole((*team, "staff", "institution"))

    def whole(self, path: Path) -> int:
        """A whole number at a path; 0 where there is none."""
        value = self.value(path)
        return value if type(value) is int else 0

    def number(self, path: Path) -> float:
        """A number at a path; 0 where there is none."""
        value = self.value(path)
        return value if type(value) in (int, float) else 0

    def write(self, path: Path, node: Node) -> None:
        """Lay a node over what is at a path."""
        self.written.append(path)
        self.raw = put(self.raw, path, node)
        reaches_all = path[0] in ("kinds", *COUNTY_DEFAULTS)
        remakes_one = path[0] == "townships" and (len(path) < 3 or path[2] == "kind")
        if reaches_all or remakes_one:
            self.effective = expanded(self.raw)
        else:
            self.effective = put(self.effective, path, node)

    def write_value(self, path: Path, value: Any, reason: Reason, key: str) -> None:
        """Lay a bare value over what is at a path, taken from `key` of the change."""
        self.write(path, grown(value, reason.origin(key, path), shape_at(path)))

    def reshape(self, raw: Table, changed: Iterable[Path]) -> None:
        """Take a tree with places put in or taken out."""
        self.written.extend(changed)
        self.raw = raw
        self.effective = expanded(raw)


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

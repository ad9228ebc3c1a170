"""The points of a sweep: a grid of stated values, samples from ranges (Latin hypercube, Sobol'), a table of one's own.

Only a grid has effects: there each level of an axis meets each level of the others equally often.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Literal

from attrs import frozen

from planner.errors import Problem, RequestError
from planner.files import takes_whole_numbers
from planner.files.cells import plain, whole_in, yes_or_no_in

Value = bool | int | float | str | date
Point = Mapping[str, Value]
"""A value by axis."""

MEASURE = "measure:"
"""Before the id of a measure or package that is an axis: off, then on."""

MOST_POINTS = 1_000
MOST_REPLICATIONS = 20_000
"""Of all points together."""

LARGEST = 1e15
"""Of the ends of a range: up to here floats tell whole numbers apart."""

DIGITS = 6
"""Significant digits of a sampled number, so that what is printed is what was run."""

EXAMPLE = "lhs:64"


def end_of_path(name: str) -> str:
    """The end of a path, which tells most."""
    return ".".join([part for part in name.split(".") if part != "*"][-2:])


@frozen(kw_only=True)
class Levels:
    """An axis with stated values: a path, or a measure that is off and on."""

    name: str
    values: tuple[Value, ...]


@frozen(kw_only=True)
class Range:
    """An axis that is sampled between two numbers, both included; `whole` where only whole numbers fit."""

    name: str
    low: float
    high: float
    whole: bool

    def at(self, share: float) -> Value:
        """The number at a share in [0, 1) of the way; whole numbers have equal shares."""
        if self.whole:
            return min(math.floor(self.low + share * (self.high - self.low + 1.0)), int(self.high))
        return float(f"{self.low + share * (self.high - self.low):.{DIGITS}g}")


@frozen
class Sample:
    """How many points are taken from the ranges, and how."""

    method: Literal["lhs", "sobol"]
    count: int

    def shares(self, dimensions: int, seed: int) -> list[list[float]]:
        """Points in the unit cube, each number in [0, 1)."""
        import numpy as np
        from scipy.stats import qmc

        engine = qmc.LatinHypercube if self.method == "lhs" else qmc.Sobol
        points: list[list[float]] = engine(dimensions, seed=np.random.default_rng(seed)).random(self.count).tolist()
        return points


@frozen(kw_only=True)
class Design:
    """Every combination of the levels, each with every point sampled from the ranges; or the points of a table.

    Make one with `design` or `design_of_table`.
    """

    axes: tuple[Levels | Range, ...]
    sample: Sample | None
    table: tuple[Point, ...] = ()
    """The points as they are stated, where they are no grid."""

    @property
    def is_grid(self) -> bool:
        """Whether each level meets each level of the other axes equally often, so that effects can be told."""
        return not self.table

    @property
    def levels(self) -> tuple[Levels, ...]:
        """The axes whose values are stated one by one."""
        return tuple(axis for axis in self.axes if isinstance(axis, Levels))

    @property
    def ranges(self) -> tuple[Range, ...]:
        """The axes of which a range is stated, from which values are sampled."""
        return tuple(axis for axis in self.axes if isinstance(axis, Range))

    @property
    def size(self) -> int:
        """How many points the design has."""
        if self.table:
            return len(self.table)
        return math.prod(len(axis.values) for axis in self.levels) * (self.sample.count if self.sample else 1)

    def points(self, seed: int = 1) -> tuple[Point, ...]:
        """The points, the last axis changing fastest; `seed` is that of the samples. Those of a table as they stand."""
        if self.table:
            return self.table
        shares = self.sample.shares(len(self.ranges), seed) if self.sample else [[]]
        sampled = [
            {axis.name: axis.at(share) for axis, share in zip(self.ranges, point, strict=True)} for point in shares
        ]
        names = [axis.name for axis in self.levels]
        found = []
        for values in product(*(axis.values for axis in self.levels)):
            stated = dict(zip(names, values, strict=True))
            found += [{axis.name: (stated | one)[axis.name] for axis in self.axes} for one in sampled]
        return tuple(found)


def design(
    vary: Sequence[str], sample: str | None = None, *, replications: int = 1, limited_by: str = "--replications"
) -> Design:
    """The design that `--vary` and `--sample` ask for.

    `vary` holds `PATH=VALUE,VALUE…`, `PATH=LOW..HIGH` and `measure:ID`, `sample` `lhs:N` or `sobol:N`. Raises
    RequestError with every problem: of form, of whole numbers, of a size beyond `MOST_POINTS` or, with `replications`
    of each point, `MOST_REPLICATIONS`; `limited_by` is the option that states the replications.
    """
    problems: list[Problem] = []
    axes: list[Levels | Range] = []
    for text in vary:
        try:
            axes.append(_axis(text))
        except RequestError as error:
            problems += error.problems
    taken: Sample | None = None
    if sample is not None:
        try:
            taken = _sample(sample)
        except RequestError as error:
            problems += error.problems
    names = [axis.name for axis in axes]
    problems += [
        Problem(kind="varied-twice", path="--vary", facts={"got": name})
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    found = Design(axes=tuple(axes), sample=taken)
    if not problems:
        problems += _misfits(found, replications, limited_by)
    if problems:
        raise RequestError(problems)
    return found


def design_of_table(
    axes: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    where: Sequence[int] = (),
    file: str = "",
    replications: int = 1,
    limited_by: str = "--replications",
) -> Design:
    """The design of a table of points: one axis (a path, or `measure:ID`) for each column, one point for each row.

    Cells are written as in `--vary`; under `measure:ID` a cell is `on` or `off`. `where` are the numbers of the rows in
    the `file`, for messages. Raises RequestError with every problem, by row and column.
    """
    problems: list[Problem] = []
    numbers = tuple(where) or tuple(range(1, len(rows) + 1))

    def complain(kind: str, axis: str, row: int | None = None, **facts: object) -> None:
        known = facts if row is None else {"row": row, **facts}
        problems.append(Problem(kind=kind, file=file, path=axis, facts=known))

    for axis in dict.fromkeys(axes):
        if not axis or axis == MEASURE:
            complain("points-heading", axis, column=list(axes).index(axis) + 1)
        elif list(axes).count(axis) > 1:
            complain("points-heading-twice", axis)
    if not rows:
        problems.append(Problem(kind="points-none", file=file))
    if len(rows) > MOST_POINTS:
        facts = {"points": len(rows), "limit": MOST_POINTS}
        raise RequestError(Problem(kind="too-many-points", path="--points", facts=facts))
    points: list[Point] = []
    for number, row in zip(numbers, rows, strict=True):
        cells: dict[str, Value] = {}
        for axis, cell in zip(axes, row, strict=True):
            value = _cell(axis, cell)
            if value is None and axis:
                complain("points-cell", axis, number, value=cell, expected=_expected(axis, cell))
            elif value is not None:
                cells[axis] = value
        points.append(cells)
    if not problems:
        seen: dict[tuple[tuple[type, Value], ...], int] = {}
        for number, point in zip(numbers, points, strict=True):
            first = seen.setdefault(tuple((type(value), value) for value in point.values()), number)
            if first != number:
                complain("points-row-twice", "", number, first=first)
    levels = tuple(
        Levels(name=axis, values=_different(point[axis] for point in points if axis in point))
        for axis in dict.fromkeys(axes)
    )
    found = Design(axes=levels, sample=None, table=tuple(points))
    if not problems:
        problems += _misfits(found, replications, limited_by, "--points")
    if problems:
        raise RequestError(problems)
    return found


def _cell(axis: str, cell: str) -> Value | None:
    """The value of a cell; None where it is none that the axis takes."""
    words = plain(cell)
    if not words:
        return None
    if axis.startswith(MEASURE):
        return {"on": True, "off": False}.get(words.casefold(), yes_or_no_in(words))
    return whole_in(words) if takes_whole_numbers(axis) else _value(words)


def _expected(axis: str, cell: str) -> str:
    if not cell.strip():
        return "value"
    if axis.startswith(MEASURE):
        return "on-or-off"
    return "whole-number"


def _misfits(found: Design, replications: int, limited_by: str, option: str = "--vary") -> list[Problem]:
    if found.ranges and found.sample is None:
        return [
            Problem(kind="range-without-sample", path="--vary", facts={"got": axis.name, "example": EXAMPLE})
            for axis in found.ranges
        ]
    if found.sample is not None and not found.ranges:
        return [Problem(kind="sample-without-range", path="--sample")]
    if found.size > MOST_POINTS:
        return [Problem(kind="too-many-points", path=option, facts={"points": found.size, "limit": MOST_POINTS})]
    total = found.size * replications
    if total > MOST_REPLICATIONS:
        facts = {"points": found.size, "replications": replications, "total": total, "limit": MOST_REPLICATIONS}
        return [Problem(kind="too-many-replications", path=limited_by, facts=facts)]
    return []


def _refusal(option: str, kind: str, **facts: object) -> RequestError:
    return RequestError(Problem(kind=kind, path=option, facts=facts))


def _axis(text: str) -> Levels | Range:
    name, equals, right = (part.strip() for part in text.partition("="))
    if name.startswith(MEASURE):
        if equals or name == MEASURE:
            raise _refusal("--vary", "vary-form", got=text)
        return Levels(name=name, values=(False, True))
    if not name or not right:
        raise _refusal("--vary", "vary-form", got=text)
    whole = takes_whole_numbers(name)
    ends = re.fullmatch(r"(.+?)\s*\.\.\s*(.+)", right)
    if ends:
        low, high = (_value(end) for end in ends.groups())
        return _range(name, text, low, high, whole)
    values = [_value(part) for part in right.replace("，", ",").split(",")]
    if "" in values:
        raise _refusal("--vary", "vary-form", got=text)
    if whole:
        for value in values:
            if isinstance(value, float):
                raise _refusal(f"--vary {name}", "wrong-type", expected="whole-number", got=str(value))
    return Levels(name=name, values=_different(values))


def _different(values: Iterable[Value]) -> tuple[Value, ...]:
    # 1, 1.0 and true are equal in Python.
    return tuple({(type(value), value): value for value in values}.values())


def _range(name: str, text: str, low: Value, high: Value, whole: bool) -> Range:
    ends = []
    for end in (low, high):
        if whole and type(end) is not int:
            raise _refusal(f"--vary {name}", "wrong-type", expected="whole-number", got=str(end))
        if isinstance(end, bool) or not isinstance(end, int | float) or not abs(end) < LARGEST:
            raise _refusal("--vary", "vary-form", got=text)
        ends.append(end)
    if ends[0] >= ends[1]:
        raise _refusal(f"--vary {name}", "range-order", low=ends[0], high=ends[1])
    return Range(name=name, low=ends[0], high=ends[1], whole=whole)


def _value(text: str) -> Value:
    """A number, true, false or a date as TOML writes them, full-width signs too; anything else is words."""
    try:
        read = tomllib.loads(f"x = {plain(text)}")
    except ValueError:
        return text.strip()
    value = read["x"]
    # What TOML takes for a remark, as in 12#, is part of what was written.
    whole = len(read) == 1 and (isinstance(value, str) or "#" not in plain(text))
    return value if whole and type(value) in (bool, int, float, str, date) else text.strip()


def _sample(text: str) -> Sample:
    method, _colon, number = text.partition(":")
    if method not in ("lhs", "sobol") or not re.fullmatch(r"[0-9]{1,30}", number) or int(number) < 1:
        raise _refusal("--sample", "sample-form", got=text)
    count = int(number)
    if method == "sobol" and count & (count - 1):
        # Only then are Sobol' points balanced (Owen, arXiv 2008.08051).
        below = 1 << (count.bit_length() - 1)
        raise _refusal("--sample", "not-a-power-of-2", below=below, above=2 * below, got=count)
    return Sample(method, count)  # type: ignore[arg-type]

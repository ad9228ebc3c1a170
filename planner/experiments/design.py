"""The points of a sweep: a grid of stated values, and samples from ranges (Latin hypercube, Sobol')."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Literal

from attrs import frozen

from planner.errors import Problem, RequestError
from planner.files import takes_whole_numbers

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
    """Every combination of the levels, each with every point sampled from the ranges. Make one with `design`."""

    axes: tuple[Levels | Range, ...]
    sample: Sample | None

    @property
    def levels(self) -> tuple[Levels, ...]:
        """The axes with stated values."""
        return tuple(axis for axis in self.axes if isinstance(axis, Levels))

    @property
    def ranges(self) -> tuple[Range, ...]:
        """The axes that are sampled."""
        return tuple(axis for axis in self.axes if isinstance(axis, Range))

    @property
    def size(self) -> int:
        """Number of points."""
        return math.prod(len(axis.values) for axis in self.levels) * (self.sample.count if self.sample else 1)

    def points(self, seed: int = 1) -> tuple[Point, ...]:
        """The points, the last axis changing fastest; `seed` is that of the samples."""
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


def design(vary: Sequence[str], sample: str | None = None, *, replications: int = 1) -> Design:
    """The design that `--vary` and `--sample` ask for.

    `vary` holds `PATH=VALUE,VALUE…`, `PATH=LOW..HIGH` and `measure:ID`, `sample` `lhs:N` or `sobol:N`. Raises
    RequestError with every problem: of form, of whole numbers, of a size beyond `MOST_POINTS` or, with `replications`
    of each point, `MOST_REPLICATIONS`.
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
        problems += _misfits(found, replications)
    if problems:
        raise RequestError(problems)
    return found


def _misfits(found: Design, replications: int) -> list[Problem]:
    if found.ranges and found.sample is None:
        return [
            Problem(kind="range-without-sample", path="--vary", facts={"got": axis.name, "example": EXAMPLE})
            for axis in found.ranges
        ]
    if found.sample is not None and not found.ranges:
        return [Problem(kind="sample-without-range", path="--sample")]
    if found.size > MOST_POINTS:
        return [Problem(kind="too-many-points", path="--vary", facts={"points": found.size, "limit": MOST_POINTS})]
    total = found.size * replications
    if total > MOST_REPLICATIONS:
        facts = {"points": found.size, "replications": replications, "total": total, "limit": MOST_REPLICATIONS}
        return [Problem(kind="too-many-replications", path="--replications", facts=facts)]
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
    # 1, 1.0 and true are equal in Python.
    return Levels(name=name, values=tuple({(type(value), value): value for value in values}.values()))


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
    """A number, true, false or a date as TOML writes them; anything else is words."""
    try:
        read = tomllib.loads(f"x = {text}")
    except ValueError:
        return text.strip()
    value = read["x"]
    return value if len(read) == 1 and type(value) in (bool, int, float, str, date) else text.strip()


def _sample(text: str) -> Sample:
    method, _colon, number = text.partition(":")
    if method not in ("lhs", "sobol") or not re.fullmatch(r"[0-9]{1,9}", number) or int(number) < 1:
        raise _refusal("--sample", "sample-form", got=text)
    count = int(number)
    if method == "sobol" and count & (count - 1):
        # Only then are Sobol' points balanced (Owen, arXiv 2008.08051).
        below = 1 << (count.bit_length() - 1)
        raise _refusal("--sample", "not-a-power-of-2", below=below, above=2 * below, got=count)
    return Sample(method, count)  # type: ignore[arg-type]

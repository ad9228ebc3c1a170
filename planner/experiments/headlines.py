"""Which figures a comparison shows, few so that each interval stays narrow, and the sizes that are stated for them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from planner.errors import Problem, RequestError
from planner.files.cells import plain
from planner.metrics.cells import PARTS_OF_SERVICE, possible_families
from planner.metrics.indicators import ALL, INDICATORS, REPORTING_FAMILIES, FigureKey, unit_of
from planner.model.text import nearest

if TYPE_CHECKING:
    from planner.model.scenario import Scenario


Suffix = Literal["", "%", "d", "h"]

_WRITTEN = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\s*(%|d|h|)\s*")


@frozen
class Size:
    """A size in the unit of a figure, or as a part of its mean, but then no less than `least`."""

    value: float
    relative: bool = False
    least: float = 0.0

    def at(self, mean: float) -> float:
        """The size in the unit of the figure where its mean is `mean`."""
        return max(self.value * abs(mean), self.least) if self.relative else self.value


@frozen
class Amount:
    """A size as written: `1d`, `4h`, `5%`, or a bare number in the indicator's own unit."""

    value: float
    suffix: Suffix = ""

    def of(self, figure: FigureKey, hours_per_day: float) -> Size:
        """The size for a figure, where a working day has `hours_per_day` hours.

        `d` is a working day, and 24 hours for emergencies. `%` of a rate means percentage points, of anything else a
        part of its mean.
        """
        unit = unit_of(figure.indicator, figure.family)
        if self.suffix == "%":
            return Size(self.value / 100.0, relative=unit != "share")
        if self.suffix == "h" and unit == "working_days":
            return Size(self.value / hours_per_day)
        if self.suffix == "d" and unit == "hours":
            return Size(self.value * 24.0)
        return Size(self.value)


def amount(text: str, indicator: str | None = None, option: str = "") -> Amount:
    """The amount that a text states for an indicator; without one only a percentage makes sense.

    Raises RequestError (kind `not-an-amount`; facts `got`, `example`) for anything else; `option` is where it was
    asked.
    """
    time = indicator is not None and INDICATORS[indicator].unit == "time"
    match = _WRITTEN.fullmatch(plain(text))
    value, suffix = (float(match[1]), match[2]) if match else (math.nan, "")
    fits = suffix == "%" if indicator is None else time or suffix in ("", "%")
    if not (match and value > 0 and math.isfinite(value) and fits):
        facts = {"got": text, "example": "5%" if indicator is None else "0.5d" if time else "0.02"}
        raise RequestError(Problem(kind="not-an-amount", path=option, facts=facts))
    return Amount(value, suffix)  # type: ignore[arg-type]


DEFAULTS = {
    "working_days": Size(0.5),
    "hours": Size(0.5),
    "share": Size(0.02),
    "per_case": Size(0.02),
    "cases": Size(0.05, relative=True, least=1.0),
    "times": Size(0.05, relative=True, least=1.0),
    "yuan": Size(0.01, relative=True),
}
"""The smallest difference that matters where the planner states none, by unit: half a working day (half an hour for
emergencies), two percentage points, two in a hundred cases, a twentieth of a count and at least one, a hundredth of
the money."""


def matters_by_default(figure: FigureKey) -> Size:
    """The smallest difference of a figure that matters where the planner states none."""
    return DEFAULTS[unit_of(figure.indicator, figure.family)]


REPORT_ORDER = ("enforcement", "approval", "dispute", "service", "counter", "grid", "emergency", "upper")
"""Families in the order of reports: those that a reform is about first."""

LEADING = ("resolution_time_mean", "response_time_mean", "on_time_rate", "backlog_mean", "overdue_end")
"""Indicators of the families that a comparison is about."""


@frozen
class Name:
    """An indicator as a person names it: in one family, or in all that are looked at."""

    indicator: str
    family: str | None = None


def named(text: str, option: str = "") -> Name:
    """The indicator that `on_time_rate` or `enforcement.on_time_rate` stands for.

    Raises RequestError (kind `unknown-name`, with the nearest right name) for an indicator that does not exist, and for
    one that is not defined where it is asked for; `option` is where it was asked.
    """
    family, _dot, indicator = text.partition(".")
    if family not in (*REPORTING_FAMILIES, ALL):
        family, indicator = "", text
    if indicator not in INDICATORS:
        facts = {"what": "indicator", "got": indicator}
        near = nearest(indicator, INDICATORS)
        if not family and "." in text:
            families = (*REPORTING_FAMILIES, ALL)
            near = nearest(text, [f"{one}.{name}" for one in families for name in INDICATORS]) or near
        raise RequestError(Problem(kind="unknown-name", path=option, facts=facts, nearest=near))
    definition = INDICATORS[indicator]
    if (family == ALL and not definition.pooled) or (family not in ("", ALL) and not definition.families):
        known = (*REPORTING_FAMILIES, *((ALL,) if definition.pooled else ())) if definition.families else (ALL,)
        raise RequestError(Problem(kind="not-one-of", path=option, facts={"got": family, "allowed": known}))
    return Name(indicator, family or None)


def families_of(scenarios: Iterable[Scenario], asked: Collection[str] = ()) -> tuple[str, ...]:
    """The reporting families in which cases can come up, of the families asked for, in the order of reports."""
    possible = {
        family
        for scenario in scenarios
        for case_type in scenario.case_types.values()
        for family in possible_families(case_type)
        if not asked or case_type.family in asked
    }
    return tuple(family for family in REPORT_ORDER if family in possible)


def check_families(names: Iterable[Name], possible: Collection[str], option: str) -> None:
    """Refuse names in a family in which no case can come up: it would have no figures, without a word.

    Raises RequestError (kind `not-one-of`, with the name that the family has in figures where only parts of it come
    up); `option` is where they were asked for.
    """
    wrong = dict.fromkeys(name.family for name in names if name.family not in (None, ALL, *possible))
    if wrong:
        raise RequestError([no_such_family(str(family), possible, option) for family in wrong])


def no_such_family(family: str, possible: Collection[str], option: str) -> Problem:
    """That no case of a family can come up; nearest is the part of it that does."""
    parts = [one for one in possible if one in PARTS_OF_SERVICE] if family in PARTS_OF_SERVICE else []
    facts = {"got": family, "allowed": tuple(possible)}
    return Problem(kind="not-one-of", path=option, facts=facts, nearest=parts[0] if parts else "")


def leading_families(scenarios: Sequence[Scenario], asked: Collection[str] = ()) -> tuple[str, ...]:
    """The families that a comparison is about: those asked for, else the first in the order of reports."""
    families = families_of(scenarios, asked)
    return families if asked else families[:1]


def shown_figures(
    scenarios: Sequence[Scenario], asked: Collection[str] = (), more: Iterable[Name] = ()
) -> tuple[FigureKey, ...]:
    """The figures that a comparison of these scenarios shows.

    For the leading families the `LEADING` indicators, for the others the time that matters most in them, and the cost
    where all families are run and pay is stated; then `more`, as named.
    """
    leading, families = leading_families(scenarios, asked), families_of(scenarios, asked)
    found = [FigureKey(indicator, family) for family in leading for indicator in LEADING]
    found += [FigureKey(_first(family), family) for family in families if family not in leading]
    if not asked and any(_has_pay(scenario) for scenario in scenarios):
        found.append(FigureKey("cost", ALL))
    for name in more:
        found += figures_named(name, leading, whole=not asked)
    return tuple(dict.fromkeys(found))


def figures_named(name: Name, leading: Sequence[str], *, whole: bool = True) -> list[FigureKey]:
    """The figures that a name stands for where these families lead; `whole` runs have figures of all families too."""
    if name.family is not None:
        return [FigureKey(name.indicator, name.family)]
    if INDICATORS[name.indicator].families:
        return [FigureKey(name.indicator, family) for family in leading]
    return [FigureKey(name.indicator, ALL)] if whole else []


def run_families(leading: Iterable[str]) -> tuple[str, ...]:
    """The families of case types behind reporting families."""
    return tuple(dict.fromkeys("service" if family in PARTS_OF_SERVICE else family for family in leading))


def _first(family: str) -> str:
    return "response_time_mean" if family == "emergency" else "resolution_time_mean"


def _has_pay(scenario: Scenario) -> bool:
    pay = scenario.pay
    return any(value > 0 for value in (pay.civil, pay.institution, pay.contract, pay.grid_worker, pay.agent))

"""The catalogue of indicators: their ids, units, better direction, and where each is defined.

It loads neither NumPy nor a scenario, so that a command line can list it at once.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from attrs import frozen

REPORTING_FAMILIES = ("service", "counter", "grid", "approval", "enforcement", "dispute", "emergency", "upper")
"""Families as figures report them: those of the catalogue of case types, with two parts of `service` apart.

`counter` holds the service cases received at the window, `grid` those that a patrol found and grid workers may settle;
`service` holds the rest.
"""

ALL = "all"
"""In place of a family: every case together. Times and rates are never pooled so."""

CAUSES = (
    "intake",
    "bouncing",
    "village",
    "township_team",
    "worked",
    "travel",
    "legal_review",
    "linkage",
    "department",
    "partners",
    "redoing",
)
"""Where the hours between report and closure go; each hour belongs to exactly one."""

GROUPINGS = ("township", "department", "case_type", "family", "level")
"""What figures can be broken down by, beside the whole county."""

SINCE = "since"
"""In place of a grouping: the county from a day on, which is the key (`planner.metrics.later`)."""

FEWEST_CASES = 30
"""Cohort cases that a township needs to count in `worst_township_resolution_time` and `township_spread`."""

Better = Literal["lower", "higher"]


class FigureKey(NamedTuple):
    """Names one figure. `by` is `county` (then `key` is empty), one of `GROUPINGS`, or `since` with a day as key."""

    indicator: str
    family: str
    by: str = "county"
    key: str = ""


@frozen(kw_only=True)
class Indicator:
    """One indicator. Unit `time` is working days, and hours for emergencies: see `unit_of`.

    `better` is the direction that is good, None where neither is. It is computed within each family (`families`), for
    all families together (`pooled`), or both. `groupings` are those in which it is defined beside the county.
    """

    id: str
    unit: str
    better: Better | None = "lower"
    families: bool = True
    pooled: bool = False
    groupings: tuple[str, ...] = GROUPINGS


_NOT_BY_LEVEL = ("township", "department", "case_type", "family")
"""Open cases are settled at no level yet: what counts them is not defined by level."""

_TIMES = tuple(
    Indicator(id=f"{name}_{statistic}", unit="time")
    for name in ("response_time", "resolution_time")
    for statistic in ("mean", "median", "p90")
)

_INDICATORS = (
    Indicator(id="backlog_mean", unit="cases", pooled=True, groupings=_NOT_BY_LEVEL),
    Indicator(id="backlog_end", unit="cases", pooled=True, groupings=_NOT_BY_LEVEL),
    Indicator(id="overdue_end", unit="cases", pooled=True, groupings=_NOT_BY_LEVEL),
    *_TIMES,
    Indicator(id="on_time_rate", unit="share", better="higher", groupings=_NOT_BY_LEVEL),
    Indicator(id="settled_village_share", unit="share", better="higher", groupings=_NOT_BY_LEVEL),
    Indicator(id="settled_township_share", unit="share", better=None, groupings=_NOT_BY_LEVEL),
    Indicator(id="settled_county_share", unit="share", groupings=_NOT_BY_LEVEL),
    Indicator(id="bounces_per_case", unit="per_case"),
    Indicator(id="whistles", unit="times", better=None, pooled=True),
    Indicator(id="whistles_on_time_rate", unit="share", better="higher"),
    Indicator(id="powers_unusable", unit="cases", pooled=True, groupings=_NOT_BY_LEVEL),
    Indicator(id="reversal_rate", unit="share"),
    Indicator(id="repeat_contacts_per_case", unit="per_case"),
    Indicator(id="staff_use", unit="share", better=None, families=False, pooled=True, groupings=("township",)),
    Indicator(id="department_use", unit="share", better=None, families=False, pooled=True, groupings=("department",)),
    Indicator(id="cost", unit="yuan", families=False, pooled=True, groupings=("township", "department")),
    Indicator(id="cost_per_case", unit="yuan", families=False, pooled=True, groupings=("township",)),
    Indicator(id="payroll_share", unit="share", families=False, pooled=True, groupings=("township",)),
    Indicator(id="worst_township_resolution_time", unit="time", groupings=("family",)),
    Indicator(id="township_spread", unit="time", groupings=("family",)),
    Indicator(id="cohort_size", unit="cases", better=None),
    *(Indicator(id=f"time_by_cause.{cause}", unit="time") for cause in CAUSES),
)

INDICATORS = {indicator.id: indicator for indicator in _INDICATORS}
"""Every indicator by its id, in the order of reports."""


def unit_of(indicator: str, family: str) -> str:
    """Unit of an indicator in a family: `working_days` or `hours` for times, else as in the catalogue."""
    unit = INDICATORS[indicator].unit
    if unit != "time":
        return unit
    return "hours" if family == "emergency" else "working_days"

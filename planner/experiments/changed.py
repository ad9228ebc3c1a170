"""What changed: inputs that differ, with their sources; assumptions they act through; posts given and taken."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import frozen

from planner.experiments.timeline import days_of_change, final_state
from planner.files.identity import differences
from planner.files.schema import Record, shape_at
from planner.files.sources import UNTAGGED, source_finder
from planner.files.tree import COUNTY_DEFAULTS
from planner.model.scenario import Source, Tag
from planner.model.team import POST_TYPES, Staff, Team
from planner.model.text import Text
from planner.model.tolerances import OF_RATIOS
from planner.model.township import Quota

if TYPE_CHECKING:
    from planner.model.scenario import Scenario


BESIDE_THE_INPUTS = ("measures", "place", "phases")
"""Fields of a scenario that say what it was made from, or that are shown by day."""


EACH = ("townships", "departments", "case_types")
"""Parts of a scenario that have several of a kind, whose values change together."""


COUNTED = ("people", "grids", "points", "cases")
"""Units of what adds up over townships."""


@frozen(kw_only=True)
class ChangedValue:
    """One value: in the base and in the alternative, None where there is none.

    What only one of them has, such as a whole team, is one value.
    """

    path: str
    base: Any
    other: Any


@frozen(kw_only=True)
class ChangedInput:
    """Values that differ alike: one, or the same of several units, from one source and over the same time.

    `pattern` is the path, with `*` in place of the township, department or case type (`EACH`). Where nothing is said
    about a value it is an assumption.
    """

    pattern: str
    values: tuple[ChangedValue, ...]
    unit: str
    source: Source
    since: date
    until: date | None = None
    """The first day on which it no longer differs so; None: to the end."""

    @property
    def tag(self) -> Tag:
        """The tag of its source."""
        return self.source.tag

    @property
    def alike(self) -> bool:
        """Whether all values change from the same to the same."""
        first = self.values[0]
        return all((value.base, value.other) == (first.base, first.other) for value in self.values)

    @property
    def ratio(self) -> float | None:
        """By what all values are multiplied; None where that is not the same for all, or makes no sense."""
        first = self.values[0]
        if not (_is_number(first.base) and _is_number(first.other) and first.base):
            return None
        ratio: float = first.other / first.base
        for value in self.values:
            if not (_is_number(value.base) and _is_number(value.other)):
                return None
            if not math.isclose(value.other, ratio * value.base, rel_tol=OF_RATIOS):
                return None
        return ratio

    @property
    def totals(self) -> tuple[int, int] | None:
        """The sums before and after of what can be counted (`COUNTED`); None for all else."""
        numbers = [(value.base or 0, value.other or 0) for value in self.values]
        if self.unit not in COUNTED or not all(isinstance(one, int) and isinstance(two, int) for one, two in numbers):
            return None
        return sum(one for one, _two in numbers), sum(two for _one, two in numbers)


@frozen
class _Span:
    """A value that differs, from a day on."""

    pair: tuple[Any, Any]
    source: Source
    since: date


def changed_inputs(base: Scenario, other: Scenario) -> tuple[ChangedInput, ...]:
    """Every input that differs at some time, in the order of the model; what is alike in several units together.

    Names, descriptions and sources are not inputs. A value that the county sets for all its townships is shown once.
    """
    spans: dict[str, _Span] = {}
    closed: list[tuple[str, _Span, date | None]] = []
    for day in days_of_change(base, other):
        state = other.state_on(day)
        found = _differing(base.state_on(day), state)
        source_of = source_finder(state)
        for path in [path for path, span in spans.items() if found.get(path) != span.pair]:
            closed.append((path, spans.pop(path), day))
        for path, pair in found.items():
            spans.setdefault(path, _Span(pair, source_of(path) or UNTAGGED, day))
    closed += [(path, span, None) for path, span in spans.items()]
    return _together(closed)


def _differing(base: Scenario, other: Scenario) -> dict[str, tuple[Any, Any]]:
    found = {
        path: pair
        for path, pair in differences(base, other).items()
        if path.partition(".")[0] not in BESIDE_THE_INPUTS and not any(isinstance(value, Text) for value in pair)
    }
    return {path: pair for path, pair in found.items() if found.get(_county_path(path)) != pair}


def _county_path(path: str) -> str:
    """Where the county states what a township takes from it; empty where it does not."""
    parts = path.split(".")
    return ".".join(parts[2:]) if parts[0] == "townships" and parts[2:3] and parts[2] in COUNTY_DEFAULTS else ""


def _together(spans: list[tuple[str, _Span, date | None]]) -> tuple[ChangedInput, ...]:
    groups: dict[tuple[str, date, date | None, str], list[tuple[str, _Span]]] = {}
    for path, span, until in spans:
        groups.setdefault((_pattern(path), span.since, until, repr(span.source)), []).append((path, span))
    return tuple(
        ChangedInput(
            pattern=pattern,
            values=tuple(ChangedValue(path=path, base=span.pair[0], other=span.pair[1]) for path, span in members),
            unit=_unit(members[0][0]),
            source=members[0][1].source,
            since=since,
            until=until,
        )
        for (pattern, since, until, _source), members in groups.items()
    )


def _pattern(path: str) -> str:
    parts = path.split(".")
    return ".".join((parts[0], "*", *parts[2:])) if parts[0] in EACH and len(parts) > 2 else path


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _unit(path: str) -> str:
    """The unit of the number at a path, empty where there is none."""
    parts = tuple(path.split("."))
    above = shape_at(parts[:-1])
    return str(above.metadata.get(parts[-1], {}).get("unit", "")) if isinstance(above, Record) else ""


_CALLS = (
    "townships.*.linkage.referral.latency_hours",
    "townships.*.linkage.referral.answered",
    "townships.*.linkage.whistle.sign_in_hours",
    "townships.*.linkage.whistle.answered",
    "townships.*.linkage.preparation_hours",
    "townships.*.linkage.reminder_days",
    "townships.*.linkage.coordination_days",
)
_RETURNS = (
    "case_types.*.unclear",
    "townships.*.linkage.return_days",
    "townships.*.linkage.return_again",
    "townships.*.linkage.coordination_days",
)
_WORK = ("case_types.*.fact.hours", "case_types.*.decision.hours", "case_types.*.formal")
_OFFICERS = ("meetings_share", "leaving_rate")
_DECISIONS = ("case_types.*.formal", "case_types.*.decision.hours", "townships.*.legal_review_hours")

READS: Mapping[str, tuple[str, ...]] = {
    "townships.*.linkage.return_days": _RETURNS,
    "townships.*.linkage.return_again": _RETURNS,
    "townships.*.linkage.max_bounces": _RETURNS,
    "townships.*.linkage.rating": (
        *_CALLS,
        "townships.*.linkage.rating.unanswered",
        "townships.*.linkage.rating.sign_in",
    ),
    "townships.*.linkage.liaison": ("townships.*.linkage.preparation_hours", "townships.*.linkage.liaison.preparation"),
    "townships.*.linkage": _CALLS,
    "townships.*.platform": (
        "townships.*.platform.dispatch_hours",
        "townships.*.platform.accuracy",
        *_RETURNS,
    ),
    "townships.*.powers": (*_DECISIONS, *_CALLS),
    "townships.*.teams": (*_WORK, *(f"townships.*.teams.*.{name}" for name in _OFFICERS)),
    "departments.*.team": (*_DECISIONS[:2], *(f"departments.*.team.{name}" for name in _OFFICERS)),
    "shared_teams.*.team": (*_WORK, *(f"shared_teams.*.team.{name}" for name in _OFFICERS)),
    "townships.*.grids": (
        "townships.*.grids.round_hours",
        "case_types.*.citizen_delay_days",
        "case_types.*.life_days",
        "case_types.*.village.hours",
        "case_types.*.village.settles",
    ),
    "townships.*.agents": ("case_types.*.agent_share", "townships.*.agents.post_share"),
    "case_types.*.unclear": _RETURNS,
    "case_types.*.responsible": (*_DECISIONS, *_CALLS),
}
"""By the path of a change (the first that it lies at or below counts): the paths of the values that it acts through."""


def acts_through(changed: Iterable[ChangedInput], base: Scenario, other: Scenario) -> tuple[str, ...]:
    """The paths of assumptions that the changed mechanisms read in either scenario, those that change left out.

    What stands alike in several townships, departments or case types is one, with `*` in their place; a value of 0 does
    nothing and is none.
    """
    changes = tuple(changed)
    own = {_with_stars(value.path) for change in changes for value in change.values}
    read = dict.fromkeys(
        pattern for path in own for pattern in _read_by(path) if not any(_is_at_or_below(pattern, one) for one in own)
    )
    states = (final_state(base), final_state(other))
    finders = [source_finder(state) for state in states]
    return tuple(
        pattern
        for pattern in read
        if any(
            (source := find(path)) is None or source.tag == "assumption"
            for state, find in zip(states, finders, strict=True)
            for path in _numbers_at(state, tuple(pattern.split(".")))
        )
    )


def _with_stars(path: str) -> str:
    parts = path.split(".")
    if parts[0] in ("townships", "departments", "case_types", "shared_teams") and len(parts) > 1:
        parts[1] = "*"
    if parts[0] == "townships" and len(parts) > 3 and parts[2] == "teams":
        parts[3] = "*"
    # What the county states for all its townships.
    return ".".join(("townships", "*", *parts) if parts[0] in ("linkage", "platform") else parts)


def _read_by(path: str) -> tuple[str, ...]:
    return next((patterns for place, patterns in READS.items() if _is_at_or_below(path, place)), ())


def _is_at_or_below(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}.")


def _numbers_at(value: Any, pattern: tuple[str, ...], path: tuple[str, ...] = ()) -> Iterator[str]:
    """The paths that match a pattern and hold a number other than 0."""
    if not pattern:
        if isinstance(value, int | float) and value:
            yield ".".join(path)
        return
    key, *rest = pattern
    if isinstance(value, Mapping):
        for name in value if key == "*" else [key] if key in value else []:
            yield from _numbers_at(value[name], tuple(rest), (*path, name))
    elif key != "*":
        yield from _numbers_at(getattr(value, key), tuple(rest), (*path, key))


@frozen(kw_only=True)
class Posts:
    """The posts of one unit, or of the county: filled ones, those being filled, and of people who handle no cases."""

    civil: int = 0
    institution: int = 0
    contract: int = 0
    quota: int = 0
    """Civil and institution posts allowed; where they are not stated, those there are."""

    @property
    def total(self) -> int:
        """Posts of all types together."""
        return self.civil + self.institution + self.contract


NO_POSTS = Posts()


@frozen(kw_only=True)
class UnitPosts:
    """One unit before and after. `unit` is `townships.<id>`, `departments.<id>` or `shared_teams.<id>`."""

    unit: str
    base: Posts
    other: Posts

    def change(self, post: str) -> int:
        """Posts of a type gained, negative where given."""
        return int(getattr(self.other, post)) - int(getattr(self.base, post))


@frozen(kw_only=True)
class PostBalance:
    """The units whose posts change, and the sums of the whole county; where a timeline changes posts, at its end."""

    units: tuple[UnitPosts, ...]
    county: UnitPosts


def post_balance(base: Scenario, other: Scenario) -> PostBalance:
    """The posts of every unit of both scenarios."""
    before, after = dict(_units(final_state(base))), dict(_units(final_state(other)))
    units = [
        UnitPosts(unit=unit, base=before.get(unit, NO_POSTS), other=after.get(unit, NO_POSTS))
        for unit in {**before, **after}
    ]
    return PostBalance(
        units=tuple(unit for unit in units if unit.base != unit.other),
        county=UnitPosts(unit="", base=_sum([unit.base for unit in units]), other=_sum([unit.other for unit in units])),
    )


def _units(scenario: Scenario) -> Iterator[tuple[str, Posts]]:
    for name, township in scenario.townships.items():
        yield f"townships.{name}", _posts([*township.teams.values()], township.other_staff, township.quota)
    for name, department in scenario.departments.items():
        yield f"departments.{name}", _posts([department.team], department.other_staff, department.quota)
    for name, shared in scenario.shared_teams.items():
        yield f"shared_teams.{name}", _posts([shared.team], Staff(), Quota())


def _posts(teams: list[Team], other_staff: Staff, quota: Quota) -> Posts:
    people = [other_staff, *(team.staff for team in teams), *(team.vacancies for team in teams)]
    posts = {post: sum(getattr(some, post) for some in people) for post in POST_TYPES}
    allowed = [
        posts[post] if stated is None else stated
        for post, stated in (("civil", quota.civil), ("institution", quota.institution))
    ]
    return Posts(**posts, quota=sum(allowed) + quota.turnover)


def _sum(posts: list[Posts]) -> Posts:
    return Posts(**{field: sum(getattr(one, field) for one in posts) for field in (*POST_TYPES, "quota")})

"""What a change acts through: assumptions that the changed mechanism reads, though the change does not touch them.

Whistles in place of letters may rest on documents alone, and yet what they gain is the paper latency of the letters,
which nobody has measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from planner.experiments.timeline import final_state
from planner.files.sources import source_finder

if TYPE_CHECKING:
    from planner.experiments.changed import ChangedInput
    from planner.model.scenario import Scenario

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

"""What several teams are as one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import attrs

from planner.files.draft import Draft
from planner.files.tree import Path
from planner.model.team import POST_TYPES
from planner.model.text import Text

WEIGHTED_BY_STAFF = (
    "meetings_share",
    "local_share",
    "pace",
    "leaving_rate",
    "hiring_days",
    "training_days",
    "training_pace",
)


def weighted_mean(values: Sequence[float], weights: Sequence[float]) -> float:
    """The mean by weight; the plain mean where all weights are 0; the value itself where all are the same."""
    if len(set(values)) == 1:
        return values[0]
    total = math.fsum(weights)
    if total == 0.0:
        return math.fsum(values) / len(values)
    return math.fsum(value * weight for value, weight in zip(values, weights, strict=True)) / total


def merged_teams(draft: Draft, teams: Sequence[Path], title: Text | None) -> dict[str, Any]:
    """The tables of the merged team.

    Staff, posts to be filled, certificates and officers on duty add up; lists unite in order; rates and shares are
    weighted by staff.
    """

    def of(field: str) -> list[Any]:
        return [draft.value((*team, field)) for team in teams]

    posts = {post: [draft.whole((*team, "staff", post)) for team in teams] for post in POST_TYPES}
    people = [sum(of_team) for of_team in zip(*posts.values(), strict=True)]
    merged: dict[str, Any] = {
        "name": attrs.asdict(title) if title else _tables(of("name")[0]),
        "staff": {post: sum(counts) for post, counts in posts.items()},
        "vacancies": {post: sum(draft.whole((*team, "vacancies", post)) for team in teams) for post in POST_TYPES},
        "certified": sum(draft.whole((*team, "certified")) for team in teams),
        "handles": united(of("handles")),
        "intake": any(of("intake")),
        "takes_upper": any(of("takes_upper")),
        "posted": united(of("posted")),
        "roster": "duty" if "duty" in of("roster") else "office",
        "on_duty": sum(draft.whole((*team, "on_duty")) for team in teams),
    }
    for field in WEIGHTED_BY_STAFF:
        merged[field] = weighted_mean([draft.number((*team, field)) for team in teams], people)
    return merged


def united(lists: Sequence[Any]) -> list[Any]:
    """All items, each once, in order; what is not a list has none."""
    return list(dict.fromkeys(item for items in lists if isinstance(items, (list, tuple)) for item in items))


def _tables(value: Any) -> Any:
    return attrs.asdict(value) if attrs.has(type(value)) else value

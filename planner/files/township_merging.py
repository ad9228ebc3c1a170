"""What several townships are as one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from planner.files.draft import Draft
from planner.files.team_merging import merged_teams, weighted_mean
from planner.files.tree import at, table_at
from planner.model.team import POST_TYPES
from planner.model.text import Text

OF_WORKERS = (
    "full_time_share",
    "part_time_share",
    "round_hours",
    "list_share",
    "reference_round_hours",
    "meetings_share",
    "leaving_rate",
    "hiring_days",
    "training_days",
    "training_pace",
)


def merged_townships(draft: Draft, names: Sequence[str], title: Text | None, saves: int = 0) -> dict[str, Any]:
    """The tables of the merged township; a team that only one of them has comes as it stands, with its sources.

    For each township that goes, up to `saves` leadership posts are saved: civil posts among those who handle no cases.

    What counts adds up; teams of the same id merge; each former township is kept as a part with its residents and
    rates; distances and review hours are weighted by residents; the rest follows the first, its powers completed by
    those of the others.
    """
    residents = [draft.whole(("townships", name, "residents")) for name in names]
    first = ("townships", names[0])

    def numbers(field: str) -> list[float]:
        return [draft.number(("townships", name, *field.split("."))) for name in names]

    def by_residents(field: str) -> float:
        return weighted_mean(numbers(field), residents)

    merged: dict[str, Any] = {
        "name": attrs.asdict(title) if title else draft.value((*first, "name")),
        "kind": draft.value((*first, "kind")),
        "residents": sum(residents),
        "area_km2": math.fsum(numbers("area_km2")),
        "road_km": by_residents("road_km"),
        "parts": _parts(draft, names),
        "powers": _first_of(draft, names, "powers"),
        "teams": _teams(draft, names),
        "grids": _grids(draft, names),
        "agents": {
            "points": sum(int(points) for points in numbers("agents.points")),
            "post_share": weighted_mean(numbers("agents.post_share"), numbers("agents.points")),
            "meetings_share": weighted_mean(numbers("agents.meetings_share"), numbers("agents.points")),
        },
        "legal_review_hours": by_residents("legal_review_hours"),
        "other_staff": _added(draft, names, "other_staff", POST_TYPES),
        "quota": _quota(draft, names),
        "direct_reports_per_year": sum(int(reports) for reports in numbers("direct_reports_per_year")),
        "opening_backlog": _backlog(draft, names),
    }
    saved = min(saves * (len(names) - 1), merged["other_staff"]["civil"])
    merged["other_staff"]["civil"] -= saved
    if "civil" in merged["quota"]:
        merged["quota"]["civil"] -= saved
    for field in ("linkage", "platform"):
        merged[field] = dict(_bare(draft.value((*first, field))))
    budgets = [draft.value(("townships", name, "budget")) for name in names]
    if all(budget is not None for budget in budgets):
        merged["budget"] = math.fsum(budgets)
    return {key: value for key, value in merged.items() if value is not None}


def _bare(value: Any) -> Mapping[str, Any]:
    if attrs.has(type(value)):
        return attrs.asdict(value)
    return value if isinstance(value, Mapping) else {}


def _parts(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for name in names:
        township = ("townships", name)
        former = _bare(draft.value((*township, "parts")))
        rates = dict(_bare(draft.value((*township, "rates"))))
        parts |= former or {name: {"residents": draft.whole((*township, "residents")), "rates": rates}}
    return parts


def _first_of(draft: Draft, names: Sequence[str], field: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        found = {**_bare(draft.value(("townships", name, field))), **found}
    return found


def _teams(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    by_team: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        for team in table_at(draft.effective, ("townships", name, "teams")):
            by_team.setdefault(team, []).append(("townships", name, "teams", team))
    return {
        team: at(draft.effective, paths[0]) if len(paths) == 1 else merged_teams(draft, paths, None)
        for team, paths in by_team.items()
    }


def _grids(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    def numbers(field: str) -> list[float]:
        return [draft.number(("townships", name, "grids", field)) for name in names]

    workers = numbers("workers")
    grids: dict[str, Any] = {field: weighted_mean(numbers(field), workers) for field in OF_WORKERS}
    return {"count": int(sum(numbers("count"))), "workers": int(sum(workers))} | grids


def _added(draft: Draft, names: Sequence[str], field: str, keys: Sequence[str]) -> dict[str, int]:
    return {key: sum(draft.whole(("townships", name, field, key)) for name in names) for key in keys}


def _posts(draft: Draft, name: str, post: str) -> int:
    """The posts of one type that a township has, in its teams and elsewhere."""
    township = ("townships", name)
    teams = table_at(draft.effective, (*township, "teams"))
    in_teams = sum(draft.whole((*township, "teams", team, "staff", post)) for team in teams)
    return in_teams + draft.whole((*township, "other_staff", post))


def _quota(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    """Quotas add up; where some state none, the posts there are count as theirs. Posts on loan end with the last."""
    quota: dict[str, Any] = {"turnover": sum(draft.whole(("townships", name, "quota", "turnover")) for name in names)}
    ends = [draft.value(("townships", name, "quota", "turnover_until")) for name in names]
    if any(isinstance(end, date) for end in ends):
        quota["turnover_until"] = max(end for end in ends if isinstance(end, date))
    for post in ("civil", "institution"):
        stated = {name: draft.value(("townships", name, "quota", post)) for name in names}
        if any(type(value) is int for value in stated.values()):
            quota[post] = sum(
                value if type(value) is int else _posts(draft, name, post) for name, value in stated.items()
            )
    return quota


def _backlog(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    together: dict[str, Any] = {}
    for name in names:
        backlog = ("townships", name, "opening_backlog")
        for case_type in table_at(draft.effective, backlog):
            entry = (*backlog, case_type)
            there = together.setdefault(
                case_type, {"count": 0, "oldest_days": 0.0, "step": draft.value((*entry, "step"))}
            )
            there["count"] += draft.whole((*entry, "count"))
            there["oldest_days"] = max(there["oldest_days"], draft.number((*entry, "oldest_days")))
    return together

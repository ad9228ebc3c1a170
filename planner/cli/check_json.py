"""The findings of the load check as data, for programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from planner.cli.complain import problem_object
from planner.cli.values import assumptions_by_part
from planner.load import LoadCheck, TeamLoad
from planner.model.text import json_line

if TYPE_CHECKING:
    from planner.load.reading import Reading


def as_line(file: Path, reading: Reading, check: LoadCheck) -> str:
    """One JSON object: no problems, notes, and everything the load check found."""
    scenario = reading.scenario
    return json_line(
        {
            "file": str(file),
            "name": scenario.name,
            "problems": [],
            "notes": [problem_object(note) for note in reading.notes],
            "illustrative": scenario.place.illustrative,
            "assumptions": sum(assumptions_by_part(scenario).values()),
            "limit": check.limit,
            "working_days": check.working_days,
            "working_hours": check.working_hours,
            "headline": attrs.asdict(check.headline),
            "office_load": check.office_load,
            "overloaded": [team.team for team in check.overloaded],
            "teams": [_team(team) for team in check.teams.values()],
            "powers": [attrs.asdict(power) for power in check.powers],
        },
    )


def _team(team: TeamLoad) -> dict[str, Any]:
    return attrs.asdict(team) | {"load": team.load, "certified_load": team.certified_load}

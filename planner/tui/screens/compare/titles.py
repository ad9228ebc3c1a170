"""What scenarios, townships, departments and case types of a study are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.wording import _, names, text

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot

JOINTS = ("＋", " + ")
"""What stands between the title of a base and what is added to it."""


def title_of(snapshot: Snapshot, scenario: int) -> str:
    """The title of a scenario; one that models a part of its place says so."""
    told = text(snapshot.titles[scenario]) or snapshot.names[scenario]
    place = snapshot.scenarios[scenario].place if snapshot.scenarios else None
    return _("{title} (illustrative)").format(title=told) if place is not None and place.illustrative else told


def short_titles(snapshot: Snapshot) -> list[str]:
    """The titles of scenarios; an alternative whose title begins with the base's is named by what it adds."""
    told = [text(title) or name for title, name in zip(snapshot.titles, snapshot.names, strict=True)]
    base = told[0]
    result = told[:1]
    for title in told[1:]:
        joint = next((joint for joint in JOINTS if title.startswith(base + joint)), None)
        result.append(title if joint is None else f"{joint.lstrip()}{title[len(base + joint) :]}")
    return result


def name_of(snapshot: Snapshot, by: str, key: str) -> str:
    """The name of a township, department or case type in whatever scenario has it."""
    for scenario in reversed(snapshot.scenarios):
        if by == "township" and key in scenario.townships:
            return names.township(scenario, key)
        if by == "department" and key in scenario.departments:
            return names.department(scenario, key)
        if by == "case_type" and key in scenario.case_types:
            return names.case_type(scenario, key)
    return key

"""Names of the places, teams and case types of a scenario, and the titles of studies, in the language in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from planner.model.scenario import Scenario
from planner.model.team import Team
from planner.model.text import Text
from planner.wording.language import _, text

if TYPE_CHECKING:
    from planner.store import Request, Study
    from planner.store.study import StudyScenario


class _Named(Protocol):
    @property
    def name(self) -> Text: ...


def _name(things: Mapping[str, _Named], key: str) -> str:
    return (text(things[key].name) if key in things else "") or key


def few(names: Sequence[str], most: int, of: int | None = None) -> str:
    """The first names in words, and how many more there are; of `of` in all where not all names are given."""
    of = len(names) if of is None else of
    told = listed(names[:most])
    return told if of <= most else _("{names} and {n} more").format(names=told, n=f"{of - most:,}")


def township(scenario: Scenario, key: str) -> str:
    """A township by its id; a unit that was merged away keeps its id."""
    return _name(scenario.townships, key)


def department(scenario: Scenario, key: str) -> str:
    """A department by its id."""
    return _name(scenario.departments, key)


def case_type(scenario: Scenario, key: str) -> str:
    """A case type by its id."""
    return _name(scenario.case_types, key)


def team(scenario: Scenario, key: str) -> str:
    """A team by its key (`planner.model.routing`), with the place it belongs to."""
    match key.split("."):
        case ["townships", unit, "teams", name]:
            teams: Mapping[str, Team] = scenario.townships[unit].teams if unit in scenario.townships else {}
            return f"{township(scenario, unit)} {_name(teams, name)}"
        case ["townships", unit, "grids"]:
            return f"{township(scenario, unit)} {_('grid workers')}"
        case ["townships", unit, "agents"]:
            return f"{township(scenario, unit)} {_('village agents')}"
        case ["departments", name, "team"]:
            return department(scenario, name)
        case ["shared_teams", name, "team"]:
            shared = {id: shared.team for id, shared in scenario.shared_teams.items()}
            return _name(shared, name)
    return key


def scenario_title(scenario: Scenario) -> str:
    """The title of a scenario, or its name where it has none."""
    return text(scenario.title) or scenario.name


def illustrative(scenario: Scenario) -> str:
    """That figures are of a part of a place; empty where the whole of it is modelled."""
    place = scenario.place
    if not place.illustrative:
        return ""
    told = _("Illustrative: {modelled} of {documented} units are modelled.")
    return told.format(modelled=place.units_modelled, documented=place.units_documented)


def listed(names: Sequence[str]) -> str:
    """Names in a row, as the language in use lists them."""
    return _(", ").join(names)


TITLES_SHOWN = 3


def stored_title(scenario: StudyScenario) -> str:
    """The title of a scenario, or its name where it has none."""
    return text(scenario.title) or scenario.name


def told_apart(titles: Sequence[str], ids: Sequence[str]) -> list[str]:
    """Titles of scenarios; where several are alike, each with its name behind it, or else with its number from 1."""
    named = [
        _("{title} ({name})").format(title=one, name=name) if titles.count(one) > 1 else one
        for one, name in zip(titles, ids, strict=True)
    ]
    return [
        _("{title} ({name})").format(title=one, name=place) if named.count(told) > 1 else told
        for place, (one, told) in enumerate(zip(titles, named, strict=True), 1)
    ]


def titles_of_study(study: Study) -> list[str]:
    """The titles of its scenarios, told apart."""
    return told_apart([stored_title(one) for one in study.scenarios], [one.name for one in study.scenarios])


def titles(study: Study) -> str:
    """The scenarios of a study in a few words."""
    if study.request.verb == "sweep":
        return _("{title}: sweep").format(title=stored_title(study.scenarios[0]))
    named = titles_of_study(study)[:TITLES_SHOWN]
    more = len(study.scenarios) - len(named)
    said = _("; ").join(named)
    return _("{titles} and {n} more").format(titles=said, n=more) if more else said


def played(request: Request) -> str:
    """Which recorded table a study plays; empty where its demand is drawn."""
    if not request.trace:
        return ""
    file = request.options.get("trace_file")
    if file is None:
        return _("Plays a recorded case table in place of drawn demand (fingerprint {trace}).").format(
            trace=request.trace
        )
    return _("Plays the recorded case table {file} in place of drawn demand (fingerprint {trace}).").format(
        file=file, trace=request.trace
    )

"""From the merged tables to the model, with every problem at the place where the person wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, takewhile

from attrs import evolve

from planner.errors import Problem
from planner.files.consistency import EARLIEST, LATEST, findings, findings_of_run, notes_of
from planner.files.findings import Finding, Place, Wrong
from planner.files.places import ID
from planner.files.schema import scenario_schema
from planner.files.session import Resolved, Session, converter
from planner.files.sources import settled
from planner.files.structuring import MOST_TOLD_OF_A_KIND, Bare, Fault, repaired, structured
from planner.files.tree import Table, at, deepest, defaults, dotted, expanded, kind_of, plain, table_at
from planner.model.scenario import Scenario, Time
from planner.model.text import Text
from planner.model.township import Township

NAMED = ("townships", "departments", "case_types", "shared_teams", "teams")
"""Tables whose elements have names."""

LOOKED_AT = 10 * MOST_TOLD_OF_A_KIND
"""Faults after which the kinds that no township has are not looked at further; few of so many are told."""

ATTEMPTS = 5
"""Leaving out one faulty value can bring another to light; more layers of them are not worth following."""


def sound_time(tree: Table) -> Time | None:
    """The horizon, or None where something is wrong with it."""
    node = at(tree, ("time",))
    time = structured(plain(node), Time, converter())[0] if node is not None else None
    return time if time is not None and EARLIEST <= time.start <= LATEST else None


def modelled(session: Session, state: Resolved, name: str) -> Scenario | None:
    """The model of merged tables; what is wrong is reported.

    Values at fault are left out and the rest is looked at as a whole all the same, so that a misspelt key and a missing
    department are reported together.
    """
    tree = expanded(state.tree)
    tables = bare_tables(tree, name)
    scenario, faults = structured(tables, Scenario, converter())
    misspelt = _misspelt_tables(session)
    reported = _without_consequences(faults, misspelt, state.complete) + faults_of_unused_kinds(tree)
    for fault in reported:
        _report(session, tree, fault)
    wrong: set[Place] = {fault.path for fault in (*faults, *reported)} | misspelt
    attempts = 0
    while scenario is None and attempts < ATTEMPTS:
        attempts += 1
        tables = repaired(tables, faults)
        scenario, faults = structured(tables, Scenario, converter())
    if scenario is None:
        return None
    if state.complete:
        report_findings(session, tree, scenario, wrong)
    return evolve(
        scenario,
        measures=tuple(measure.id for measure in state.applied),
        costs={measure.id: measure.cost for measure in state.applied if measure.cost is not None},
        # Where anything is wrong nobody looks at them, and they take long.
        sources={} if session.problems else settled(state.layers, tree, scenario),
    )


def bare_tables(tree: Table, name: str) -> Bare:
    """The bare tables of the model: kinds are spent but for their titles; unknown tables were reported on reading."""
    bare = plain(tree)
    tables: Bare = {key: bare[key] for key in scenario_schema().fields if key in bare} | {"name": name}
    kinds = tables.get("kinds")
    if isinstance(kinds, dict):
        titles = {kind: value.get("title", {}) if isinstance(value, dict) else value for kind, value in kinds.items()}
        tables["kinds"] = titles
    return tables


def _without_consequences(faults: Sequence[Fault], misspelt: set[Place], complete: bool) -> list[Fault]:
    """The faults without what is missing only because its key is misspelt, or a file below could not be read.

    Their paths are those of the files, where a kind is more than its title.
    """
    unknown = islice((fault for fault in faults if fault.kind == "unknown-key"), MOST_TOLD_OF_A_KIND)
    meant = misspelt | {(*fault.path[:-1], fault.nearest) for fault in unknown}
    own = [fault for fault in faults if fault.kind != "missing" or (complete and fault.path not in meant)]
    return [_in_title(fault) for fault in own]


def _in_title(fault: Fault) -> Fault:
    """A fault in what is left of a kind is one in its title."""
    if fault.path[:1] != ("kinds",) or len(fault.path) < 2 or fault.kind == "bad-id":
        return fault
    return evolve(fault, path=(*fault.path[:2], "title", *fault.path[2:]))


def faults_of_unused_kinds(tree: Table) -> list[Fault]:
    """Faults in the defaults of kinds that no township has; those of the others show in their townships."""
    used = {kind_of(township) for township in table_at(tree, ("townships",)).values() if isinstance(township, Table)}
    found: list[Fault] = []
    for kind, stated in table_at(tree, ("kinds",)).items():
        if len(found) >= LOOKED_AT:
            break
        if kind not in used and isinstance(stated, Table) and ID.fullmatch(kind):
            given = {"name": {}, "kind": kind, "residents": 1, "area_km2": 1}
            _, faults = structured(given | plain(defaults(tree, kind)), Township, converter())
            own = [fault for fault in faults if fault.path and fault.path[0] in stated.entries]
            at = ("kinds", kind)
            found += [evolve(fault, path=(*at, *fault.path), around=(*at, *fault.around)) for fault in own]
    return found


def _misspelt_tables(session: Session) -> set[Place]:
    """The tables that were meant by misspelt ones at the top of a file."""
    unknown = [problem for problem in session.problems if problem.kind == "unknown-key" and "." not in problem.path]
    return {(problem.nearest,) for problem in unknown if problem.nearest}


def report_findings(session: Session, tree: Table, scenario: Scenario, wrong: set[Place]) -> None:
    """Report what does not go together in a scenario; `wrong` are the places where something is wrong already."""
    found = list(findings(scenario))
    doubted = Wrong(wrong | {finding.path for finding in found if finding.kind == "unknown-name"})
    for finding in found:
        if not finding.doubtful(doubted):
            _report(session, tree, finding)


def report_run(session: Session, tree: Table, scenario: Scenario) -> None:
    """Report what does not go together in a run as a whole; `tree` holds the tables of the first state."""
    for finding in findings_of_run(scenario):
        _report(session, tree, finding)


def note_days(session: Session, tree: Table, scenario: Scenario) -> None:
    """Note what a person should know of the days of a run; `tree` holds the tables of the first state."""
    for finding in notes_of(scenario):
        session.note(_problem(tree, finding))


def _report(session: Session, tree: Table, fault: Fault | Finding) -> None:
    problem = _problem(tree, fault)
    session.report(problem, lambda: fault.nearest)
    if isinstance(fault, Fault) and fault.more:
        beside = table_at(tree, _keys(fault.around))
        origins = [beside[key].origin for key in fault.more if key in beside]
        session.report_untold(problem.kind, ((origin.file, dotted(origin.written)) for origin in origins))


def _problem(tree: Table, fault: Fault | Finding) -> Problem:
    """A fault as a problem where its value was written, which may be a base, a kind or a measure.

    Of values that make it together the one stated last is told. Where the place of writing does not say of which town
    or department it speaks, the problem names it (fact `places`): it is about all these values together, not about the
    one that is told.
    """
    place = fault.path
    if isinstance(fault, Finding) and fault.beside:
        place = max((fault.path, *fault.beside), key=lambda place: _layer(tree, place))
    keys = _keys(place)
    node, rest = deepest(tree, keys)
    origin = node.origin
    written = (*origin.written, *rest, *place[len(keys) :])
    facts = dict(fault.facts)
    if origin.written != origin.path:
        facts["at"] = dotted((*origin.path, *rest))
    # A value that is wrong by itself is wrong wherever it leads; a misfit is one of certain places.
    if isinstance(fault, Finding) and (written[: len(keys)] != keys or fault.beside):
        named = name_at(tree, _keys(fault.path))
        facts |= {"places": (named,)} if named is not None else {}
    return Problem(kind=fault.kind, file=origin.file, path=dotted(written), facts=facts)


def _keys(place: Place) -> tuple[str, ...]:
    """The part of a path that leads through tables."""
    return tuple(takewhile(lambda part: isinstance(part, str), place))  # type: ignore[arg-type]


def _layer(tree: Table, place: Place) -> int:
    """The layer of a value that is stated; below all layers where it is not."""
    node, rest = deepest(tree, _keys(place))
    return -1 if rest else node.origin.layer


def name_at(tree: Table, keys: tuple[str, ...]) -> Text | None:
    """The name of the township, department or other element that a path leads into, with that of its team."""
    named: list[Text] = []
    for length in (2, 4):
        element = at(tree, keys[:length])
        if len(keys) < length or not isinstance(element, Table) or keys[length - 2] not in NAMED:
            break
        words = plain(element.entries.get("name", element)) if "name" in element.entries else None
        found = words if isinstance(words, dict) else {}
        zh, en = (str(found.get(language) or "") for language in ("zh", "en"))
        named.append(Text(zh=zh or en or keys[length - 1], en=en or zh or keys[length - 1]))
    if not named:
        return None
    return Text(zh=" › ".join(name.zh for name in named), en=" › ".join(name.en for name in named))

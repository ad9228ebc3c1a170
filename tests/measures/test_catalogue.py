"""Every measure has a test in which it works and one in which it does not, and the first needs all its levers."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from planner.errors import ScenarioError
from planner.files import list_measures, list_packages, scenario_hash
from planner.workload.reading import read_scenario
from tests.measures.trial import COUNTY, Trial, trial_in

GROUPS = ("staffing", "delegation", "linkage", "platform", "incentives", "structure")
PLACES = {"chengdu", "laiyang", "zhangjiagang", "sichuan", "weifang"}
MEASURES = {measure.id: measure for measure in list_measures()}
Mutation = Callable[[dict[str, Any]], None]


def marked(how: str) -> dict[str, list[Callable[..., None]]]:
    """The tests marked so, by measure."""
    found: dict[str, list[Callable[..., None]]] = {}
    for group in GROUPS:
        module = importlib.import_module(f"tests.measures.test_{group}")
        for test in vars(module).values():
            for measure in getattr(test, how, ()):
                found.setdefault(measure, []).append(test)
    return found


@pytest.mark.parametrize("how", ["works", "fails"])
def test_every_measure_has_one(how: str) -> None:
    assert set(marked(how)) == set(MEASURES)


def test_measures_are_tested_with_their_group() -> None:
    wrong = [
        (measure, test.__module__)
        for how in ("works", "fails")
        for measure, own in marked(how).items()
        for test in own
        if test.__module__ != f"tests.measures.test_{MEASURES[measure].group}"
    ]
    assert wrong == []


def test_packages_hold_measures_that_go_together(tmp_path: Path) -> None:
    # A second town, so that there are two to merge.
    south = (
        '\n[townships.south]\nname = "south"\nkind = "town"\nresidents = 1_000\narea_km2 = 9\nother_staff.civil = 10\n'
    )
    (tmp_path / "county.toml").write_text(COUNTY.read_text(encoding="utf-8") + south, encoding="utf-8")
    packages = {package.id: package.measures for package in list_packages()}
    assert set(packages) == {"make-powers-usable", "town-calls-county-answers", "take-back-and-link"} | PLACES
    for package, members in packages.items():
        assert read_scenario(tmp_path / "county.toml", [package]).measures == members


def lever_of(change: dict[str, Any]) -> tuple[str, ...]:
    """What a change pulls: changes of many case types, or of many powers, are one lever."""
    if "move" in change:
        return "move", change["to"], change.get("during_surges", "")
    if "merge" in change or "compute" in change:
        return "merge", str(change.get("merge")), change.get("compute", "")
    kind = next(kind for kind in ("set", "scale", "add") if kind in change)
    path = change[kind].split(".")
    if path[0] == "case_types":
        path[1] = "*"
    if path[-2] == "powers":
        path[-1] = "*"
    return kind, ".".join(path)


def levers(file: Path) -> Iterator[tuple[str, Mutation]]:
    """The levers of a measure, each with what takes it away; of a table of settings every key is one."""
    changes = tomllib.loads(file.read_text(encoding="utf-8"))["changes"]
    for lever in dict.fromkeys(map(lever_of, changes)):
        tables = [change for change in changes if lever_of(change) == lever and isinstance(change.get("value"), dict)]
        keys = dict.fromkeys(key for change in tables for key in change["value"] if "set" in change)
        for key in keys or (None,):
            yield " ".join(filter(None, (*lever, key))), _without(lever, key)


def _without(lever: tuple[str, ...], key: str | None) -> Mutation:
    def mutate(measure: dict[str, Any]) -> None:
        if key is None:
            measure["changes"] = [change for change in measure["changes"] if lever_of(change) != lever]
            return
        for change in measure["changes"]:
            if lever_of(change) == lever:
                change["value"].pop(key, None)

    return mutate


LEVERS = [
    pytest.param(measure.id, mutation, id=f"{measure.id}: {lever}")
    for measure in MEASURES.values()
    for lever, mutation in levers(Path(measure.file))
]


@pytest.mark.slow
@pytest.mark.parametrize(("measure", "mutation"), LEVERS)
def test_it_works_by_its_levers(measure: str, mutation: Mutation, tmp_path: Path) -> None:
    """Without any one of them a test in which the measure works fails, or the measure cannot be applied at all."""
    tables = tomllib.loads(Path(MEASURES[measure].file).read_text(encoding="utf-8"))
    mutation(tables)
    mutants = (measure,) if tables["changes"] else ()
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / f"{measure}.toml").write_text(tomli_w.dumps(tables), encoding="utf-8")
    changed = []

    def trial(_: str, condition: str, replications: int = 3) -> Trial:
        found = trial_in(tmp_path, mutants, condition, replications)
        (tmp_path / "measures").rename(tmp_path / "aside")
        whole = read_scenario(tmp_path / "condition.toml", [measure])
        (tmp_path / "aside").rename(tmp_path / "measures")
        changed.append(scenario_hash(whole) != scenario_hash(found.with_measure[0].scenario))
        return found

    failed = False
    for test in marked("works")[measure]:
        try:
            test(trial)
        except (AssertionError, ScenarioError):
            failed = True
    if changed and not any(changed):
        pytest.skip("here the measure only repeats what the base has")
    assert failed

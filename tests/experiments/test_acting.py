"""What a change acts through: assumptions that it does not touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from planner.experiments.changed import READS, acts_through, changed_inputs
from planner.files import ScenarioFile
from planner.files.schema import Record, shape_at
from planner.model.scenario import Scenario, Source

FILE = ScenarioFile(Path(__file__).parents[2] / "scenarios" / "tutorial.toml")
LATENCY = "townships.*.linkage.referral.latency_hours"


def through(base: Scenario, other: Scenario) -> tuple[str, ...]:
    return acts_through(changed_inputs(base, other), base, other)


@pytest.fixture(scope="module")
def base() -> Scenario:
    return FILE.read().scenario


def test_a_whistle_acts_through_the_latency_of_letters(base: Scenario) -> None:
    found = through(base, FILE.read(["whistle"]).scenario)
    assert LATENCY in found
    # The measure states these itself, from documents.
    assert "townships.*.linkage.whistle.sign_in_hours" not in found


def test_what_is_measured_is_no_assumption(base: Scenario) -> None:
    other = FILE.read(["whistle"]).scenario
    measured = {**base.sources, LATENCY.replace("*", "example"): Source(tag="measured", source="a count of letters")}
    other = evolve(other, sources={**other.sources, **measured})
    assert LATENCY not in through(evolve(base, sources=measured), other)


def test_what_changes_itself_is_not_counted_twice(base: Scenario) -> None:
    other = FILE.read(["whistle"], values={"townships.example.linkage.referral.latency_hours": 7.0}).scenario
    assert LATENCY not in through(base, other)


def test_people_act_through_the_work_of_cases(base: Scenario) -> None:
    found = through(base, FILE.read(values={"townships.example.teams.enforcement.certified": 2}).scenario)
    assert {"case_types.*.fact.hours", "case_types.*.decision.hours"} <= set(found)


def test_nothing_changed_acts_through_nothing(base: Scenario) -> None:
    assert through(base, base) == ()


@pytest.mark.parametrize("path", sorted({path for paths in READS.values() for path in paths} | set(READS)))
def test_every_path_is_one_of_the_model(path: str) -> None:
    """A field that is renamed is missed here, not in what people read."""
    parts = tuple("x" if part == "*" else part for part in path.split("."))
    above = shape_at(parts[:-1])
    assert shape_at(parts) is not None or (isinstance(above, Record) and parts[-1] in above.fields)

"""Scenarios survive the store: equal, and the same to a run."""

from __future__ import annotations

import json
import zlib
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from planner.files import read_scenario, scenario_hash
from planner.model.scenario import Cost, Phase, Scenario
from planner.store.results import packed_scenario, unpacked_scenario

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*/current.toml"))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_shipped_scenarios_come_back_equal(file: Path) -> None:
    scenario = read_scenario(file)
    again = unpacked_scenario(packed_scenario(scenario))
    assert again == scenario
    assert scenario_hash(again) == scenario_hash(scenario)
    assert again.sources == scenario.sources


def test_phases_order_and_kinds_of_numbers_come_back(scenarios: list[Scenario]) -> None:
    """2 and 2.0 differ in the hash; the order of teams decides who handles a case."""
    base = scenarios[0]
    east = base.townships["east"]
    teams = {"z": east.teams["office"], "a": evolve(east.teams["office"], intake=False)}
    scenario = evolve(
        base,
        townships={"east": evolve(east, teams=teams, area_km2=2)},
        costs={"m": Cost(one_off=2.0, yearly=3)},
        phases=(Phase(start=date(2025, 3, 10), scenario=scenarios[1]),),
    )
    again = unpacked_scenario(packed_scenario(scenario))
    assert again == scenario
    assert scenario_hash(again) == scenario_hash(scenario)
    assert list(again.townships["east"].teams) == ["z", "a"]


@pytest.mark.parametrize("broken", [b"", b"not compressed", packed_scenario.__name__.encode()])
def test_what_is_no_scenario_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError):
        unpacked_scenario(broken)


def test_half_a_scenario_and_one_with_a_field_too_many_are_refused(scenarios: list[Scenario]) -> None:
    whole = json.loads(zlib.decompress(packed_scenario(scenarios[0])))
    for changed in ({**whole, "moon_phase": 1}, {k: v for k, v in whole.items() if k != "time"}, []):
        with pytest.raises(ValueError):
            unpacked_scenario(zlib.compress(json.dumps(changed).encode()))
    with pytest.raises(ValueError):
        unpacked_scenario(packed_scenario(scenarios[0])[:-20])

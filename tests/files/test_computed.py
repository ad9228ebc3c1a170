"""Computed changes become ordinary ones when they are made."""

from __future__ import annotations

import pytest

from planner.files import changes, read_scenario
from planner.files.measure import AddChange, SetChange


@pytest.fixture
def offer(monkeypatch):
    """Offer a computation for one test."""
    offered = dict(changes.COMPUTATIONS)
    monkeypatch.setattr(changes, "_computations", offered)
    monkeypatch.setattr("planner.files.changes.COMPUTATIONS", offered)
    return changes.computes


def test_it_is_computed_from_the_scenario_as_it_stands(offer, county, measure):
    @offer("double")
    def double(scenario):
        return [
            AddChange(add=f"townships.{name}.residents", value=township.residents)
            for name, township in scenario.townships.items()
        ]

    name = measure('set = "townships.a.residents"\nvalue = 7', 'compute = "double"', 'compute = "double"')
    scenario = read_scenario(county(), [name])
    assert [township.residents for township in scenario.townships.values()] == [28, 40_000, 80_000]


def test_its_values_are_the_measure_s(offer, county, measure):
    from planner.files import source_of

    @offer("tell")
    def tell(scenario):
        return [SetChange(set="townships.a.residents", value=1)]

    name = measure('compute = "tell"', more='[sources]\n"townships.*.residents" = "derived"')
    assert source_of(read_scenario(county(), [name]), "townships.a.residents").tag == "derived"


def test_what_it_asks_for_may_be_impossible(offer, refused):
    @offer("wrong")
    def wrong(scenario):
        return [SetChange(set="townships.nowhere.residents", value=1)]

    problem = refused('compute = "wrong"')
    assert (problem.kind, problem.path) == ("no-match", "changes[1].set")


def test_an_unknown_name(offer, refused):
    offer("people-follow-tasks")(lambda scenario: [])
    problem = refused('compute = "people-folow-tasks"')
    assert (problem.kind, problem.path, problem.nearest) == (
        "unknown-name",
        "changes[1].compute",
        "people-follow-tasks",
    )


def test_nothing_can_be_computed_from_half_a_scenario(offer, county, measure, problems):
    offer("nothing")(lambda scenario: [])
    found = problems(county(('kind = "street"', 'kind = "stret"')), measure('compute = "nothing"'))
    assert [problem.kind for problem in found] == ["nothing-to-compute-from", "unknown-name"]

"""What the store says of a study, read again and again."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from planner.errors import ResultError
from planner.experiments import RunResult, run
from planner.files.places import shipped
from planner.metrics import FigureKey
from planner.model.scenario import Scenario
from planner.store import Store, Study
from planner.studies.snapshot import Reader, snapshot
from planner.studies.spec import request_for
from planner.workload.reading import read_scenario
from tests.store.conftest import changed_from_outside

TIME = FigureKey("resolution_time_mean", "enforcement")


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    base = read_scenario(shipped() / "tutorial.toml")
    return [base, evolve(base, name="whistle", linkage=evolve(base.linkage, rule="whistle"))]


@pytest.fixture(scope="module")
def simulated(scenarios: list[Scenario]) -> RunResult:
    return run(scenarios, replications=5, jobs=1, by=("township", "department", "case_type"))


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "results.sqlite") as opened:
        yield opened


def begun(store: Store, scenarios: list[Scenario], **wanted) -> Study:
    asked = {"families": (), "precision": (), "replications": 5, "most": 200, "matters": (), **wanted}
    return store.begin(scenarios, request_for(scenarios, **asked))


def commit(study: Study, simulated: RunResult, *numbers: int) -> None:
    for one in simulated.runs:
        for number in numbers:
            study.commit(one.replications[number])


def test_only_what_is_new_is_read(store, scenarios, simulated, monkeypatch):
    study = begun(store, scenarios)
    reader = Reader(study.id)
    commit(study, simulated, 0, 1)
    assert reader.read(store).finished == 4
    asked = []
    replications = Study.replications

    def watched(self, without=()):
        found = replications(self, without)
        asked.append(sorted((one.scenario, one.number) for one in found))
        return found

    monkeypatch.setattr(Study, "replications", watched)
    assert reader.read(store).finished == 4
    commit(study, simulated, 2)
    assert reader.read(store).finished == 6
    assert asked == [[], [(0, 2), (1, 2)]]


def test_read_in_pieces_it_says_the_same_as_at_once(store, scenarios, simulated):
    study = begun(store, scenarios)
    reader = Reader(study.id)
    for number in range(5):
        commit(study, simulated, number)
        found = reader.read(store)
    assert found.complete
    assert found.comparison == snapshot(study.id, store).comparison
    assert found.findings == tuple(one.findings for one in found.comparison.alternatives)


def test_a_precision_that_is_reached_completes_it(store, scenarios, simulated):
    study = begun(store, scenarios, precision=("1000%",), replications=None, most=100)
    commit(study, simulated, *range(5))
    found = snapshot(study.id, store)
    # Three, confirmed by five more, are not there yet.
    assert (found.asked, found.ended, found.complete) == (100, None, False)
    more = run(scenarios, replications=8, jobs=1, by=("township", "department", "case_type"))
    commit(study, more, 5, 6, 7)
    found = snapshot(study.id, store)
    assert found.ended is not None
    assert (found.asked, found.complete, found.ended.by) == (8, True, "precision")


def test_asked_again_otherwise_it_is_another_question_and_the_first_stays(store, scenarios, simulated):
    study = begun(store, scenarios)
    commit(study, simulated, *range(5))
    reader = Reader(study.id)
    usual = reader.read(store).findings[0][0]
    other = begun(store, scenarios, matters=("resolution_time_mean=90d",))
    assert other.id != study.id
    assert reader.read(store).findings[0][0] == usual
    found = Reader(other.id).read(store).findings[0][0]
    assert not usual.matters_stated
    assert (found.matters_stated, found.matters) == (True, 90.0)


def test_a_run_has_figures_and_no_comparison(store, scenarios, simulated):
    study = begun(store, scenarios[:1])
    for replication in simulated.runs[0].replications:
        study.commit(replication)
    found = snapshot(study.id, store)
    assert (found.question, found.comparison, found.findings) == (None, None, ())
    assert found.intervals(0)[TIME].n == 5
    assert found.complete


def test_values_only_of_those_that_have_the_figure(store, scenarios, simulated):
    study = begun(store, scenarios)
    for one in simulated.runs:
        for replication in one.replications:
            figures = dict(replication.figures)
            if replication.number == 3:
                del figures[TIME]
            study.commit(evolve(replication, figures=figures))
    found = snapshot(study.id, store)
    assert sorted(found.values(1, TIME)) == [0, 1, 2, 4]
    assert found.intervals(1)[TIME].n == 4


def test_a_deleted_study_is_told(store, scenarios, simulated):
    study = begun(store, scenarios)
    reader = Reader(study.id)
    reader.read(store)
    store.delete(study.id)
    with pytest.raises(ResultError) as gone:
        reader.read(store)
    assert gone.value.problems[0].kind == "no-such-study"


def test_what_the_model_has_forgotten_is_left_with_its_figures(store, scenarios, simulated, tmp_path):
    study = begun(store, scenarios)
    commit(study, simulated, 0, 1)
    with changed_from_outside(tmp_path / "results.sqlite") as connection:
        connection.execute("UPDATE scenarios SET hash = 'other'")
        connection.execute("UPDATE studies SET results_version = 'older'")
    found = snapshot(study.id, store)
    assert found.scenarios == ()
    assert not found.current
    assert found.question is None
    assert found.intervals(1)[TIME].n == 2

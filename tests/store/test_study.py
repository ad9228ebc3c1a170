"""What is committed comes back as it was; what is missing is known."""

from __future__ import annotations

import math
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import planner
from planner.errors import ResultError
from planner.experiments import run
from planner.metrics import FigureKey
from planner.model.scenario import Scenario
from planner.model.text import Text
from planner.store import Store, StudyScenario
from tests.store.conftest import asked, replication

NAMES = st.text(st.characters(codec="utf-8"), max_size=10)
KEYS = st.builds(FigureKey, NAMES, NAMES, NAMES, NAMES)
FLOATS = st.floats(allow_nan=False).map(lambda value: value + 0.0)


def bits(value: float) -> bytes:
    return struct.pack("<d", value)


def test_a_study_keeps_what_was_asked_and_of_what(store: Store, scenarios: list[Scenario]) -> None:
    request = asked(
        replications=40,
        seed=7,
        families=("enforcement",),
        by=("township", "level"),
        trace="ab12",
        precision=("5%", "cost=10000"),
        verb="compare",
        options={"stress": "25%"},
    )
    titled = evolve(scenarios[0], title=Text(zh="慢县", en="Slow"))
    begun = store.begin([titled, scenarios[1]], request)
    study = store.study(begun.id)
    assert study.request == request
    assert [(one.name, one.title) for one in study.scenarios] == [
        ("slow", Text(zh="慢县", en="Slow")),
        ("quick", Text()),
    ]
    assert len({one.hash for one in study.scenarios}) == 2
    assert isinstance(study.scenarios[0], StudyScenario)
    assert study.is_current and study.planner_version == planner.__version__
    assert timedelta(0) <= datetime.now(UTC) - study.created < timedelta(minutes=5)
    assert [study.scenario(position) for position in (0, 1)] == [titled, scenarios[1]]


def test_missing_replications_take_turns_and_finished_ones_are_left_out(
    store: Store, scenarios: list[Scenario]
) -> None:
    study = store.begin(scenarios, asked(3))
    assert list(study.missing()) == [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2)]
    study.commit(replication(1, scenario=0))
    study.commit(replication(0, scenario=1))
    assert list(study.missing()) == [(0, 0), (1, 1), (0, 2), (1, 2)]
    assert study.finished() == {(1, 0): 0.25, (0, 1): 0.25}
    assert list(study.finished()) == [(1, 0), (0, 1)]


def test_the_same_study_asked_twice_is_found_with_its_results(
    store: Store, path: Path, scenarios: list[Scenario]
) -> None:
    first = store.begin(scenarios, asked(1))
    for position in (0, 1):
        first.commit(replication(0, scenario=position))
    with Store.open(path) as later:
        again = later.begin(scenarios, asked(1))
        assert (again.id, list(again.missing()), again.figures()) == (first.id, [], first.figures())
        assert len(later.studies()) == 1


def test_a_study_stays_what_was_asked_and_later_questions_share_its_replications(
    store: Store, scenarios: list[Scenario]
) -> None:
    """A larger one computes only what is new, a smaller one nothing."""
    first = store.begin(scenarios, asked(2, verb="compare", options={"matters": ["cost=1%"]}))
    for number in (0, 1):
        for position in (0, 1):
            first.commit(replication(number, scenario=position))
    before = store.study(first.id)
    more = store.begin(scenarios, asked(3, verb="compare", options={"matters": ["cost=1%"]}))
    fewer = store.begin(scenarios, asked(1, verb="compare", options={"matters": ["cost=50%"]}))
    assert len({first.id, more.id, fewer.id}) == 3
    assert list(more.missing()) == [(0, 2), (1, 2)]
    assert list(fewer.missing()) == []
    assert (fewer.count(), more.count(), first.count()) == (2, 4, 4)
    after = store.study(first.id)
    assert (after.request, after.created, after.figures()) == (before.request, before.created, before.figures())
    store.delete(first.id)
    assert store.study(fewer.id).figures() == before.figures()


def test_a_study_has_the_name_that_it_was_given(store: Store, path: Path, scenarios: list[Scenario]) -> None:
    study = store.begin(scenarios, asked())
    study.call("城关镇编制会")
    with Store.open(path) as later:
        assert later.begin(scenarios, asked()).name == "城关镇编制会"
        later.study(study.id).call("")
        assert later.study(study.id).name == ""


def test_what_is_frozen_is_neither_deleted_nor_renamed(store: Store, scenarios: list[Scenario]) -> None:
    study = store.begin(scenarios, asked(1))
    with pytest.raises(ResultError) as caught:
        study.freeze(True)
    assert caught.value.problems[0].kind == "study-unfinished"
    for position in (0, 1):
        study.commit(replication(0, scenario=position))
    study.freeze(True)
    frozen = store.study(study.id)
    for attempt in (lambda: store.delete(study.id), lambda: frozen.call("other")):
        with pytest.raises(ResultError) as caught:
            attempt()
        assert caught.value.problems[0].kind == "study-frozen"
    frozen.freeze(False)
    store.delete(study.id)
    assert store.studies() == []


def test_a_study_that_was_found_precise_enough_misses_nothing(store: Store, scenarios: list[Scenario]) -> None:
    study = store.begin(scenarios, asked(200, precision=("5%",)))
    for position in (0, 1):
        study.commit(replication(0, scenario=position))
    study.ends_after(1)
    again = store.study(study.id)
    assert list(again.missing()) == []
    assert again.request == asked(1, precision=("5%",))


def test_new_words_for_the_same_content_are_another_study_of_the_same_results(
    store: Store, scenarios: list[Scenario]
) -> None:
    study = store.begin(scenarios, asked())
    study.commit(replication(0))
    renamed = evolve(scenarios[1], name="swift", title=Text(en="Swift"))
    other = store.begin([scenarios[0], renamed], asked())
    assert [one.name for one in store.study(study.id).scenarios] == ["slow", "quick"]
    assert [one.name for one in store.study(other.id).scenarios] == ["slow", "swift"]
    assert other.scenario(1) == renamed
    assert other.figures() == study.figures()


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(KEYS, FLOATS, max_size=20),
    st.dictionaries(NAMES, st.lists(st.floats(), max_size=20).map(tuple), max_size=4),
)
def test_figures_and_days_come_back_bit_for_bit_and_in_order(
    tmp_path_factory: pytest.TempPathFactory,
    scenarios: list[Scenario],
    figures: dict[FigureKey, float],
    backlog: dict[str, tuple[float, ...]],
) -> None:
    with Store.open(tmp_path_factory.mktemp("store") / "results.sqlite") as store:
        study = store.begin(scenarios, asked())
        study.commit(replication(0))
        study.commit(replication(2, scenario=1, figures=figures, backlog=backlog))
        found = study.figures()[1, 2]
        assert list(found) == list(figures)
        assert [bits(value) for value in found.values()] == [bits(value) for value in figures.values()]
        assert all(type(value) is float for value in found.values())
        read = study.series()
        assert [(name, [bits(day) for day in days]) for name, days in read[1, 2].items()] == [
            (name, [bits(day) for day in days]) for name, days in backlog.items()
        ]
        assert read[0, 0] == {}


def test_figures_of_a_real_run_come_back_as_they_were(store: Store, scenarios: list[Scenario]) -> None:
    """Written as they finish, read as one: nothing of a run is lost or changed."""
    study = store.begin(scenarios, asked(2))
    result = run(scenarios, replications=2, jobs=1, by=("township",), on_replication=study.commit)
    fresh = sorted(
        (one for each in result.runs for one in each.replications), key=lambda one: (one.number, one.scenario)
    )
    kept = study.replications()
    assert kept == fresh
    assert [list(one.figures) for one in kept] == [list(one.figures) for one in fresh]
    assert all(len(one.backlog["enforcement"]) == 28 for one in kept)
    assert list(study.missing()) == []


def test_a_replication_that_is_there_already_stays_as_it_is(store: Store, scenarios: list[Scenario]) -> None:
    study = store.begin(scenarios, asked())
    study.commit(replication(0))
    before = study.figures()
    study.commit(replication(0, figures={FigureKey("other", "all"): 9.0}, backlog={"all": (1.0,)}))
    assert (study.figures(), study.series()) == (before, {(0, 0): {}})


def test_a_replication_goes_in_whole_or_not_at_all(store: Store, scenarios: list[Scenario]) -> None:
    """A figure that is no number is a fault of this program; the names it brought are gone with it."""
    study = store.begin(scenarios, asked())
    new = {FigureKey("new", "all"): 1.0, FigureKey("newer", "all"): 2.0}
    with pytest.raises(ValueError):
        study.commit(replication(0, figures={**new, FigureKey("broken", "all"): math.nan}))
    assert (study.finished(), study.figures()) == ({}, {})
    study.commit(replication(0, figures=new))
    assert study.figures() == {(0, 0): new}


def test_studies_do_not_mix(store: Store, scenarios: list[Scenario]) -> None:
    one, two = store.begin(scenarios, asked(seed=1)), store.begin(scenarios, asked(seed=2))
    one.commit(replication(0, backlog={"all": (1.0,)}))
    two.commit(replication(1))
    assert (list(one.figures()), list(two.figures())) == ([(0, 0)], [(0, 1)])
    assert (one.series(), two.series()) == ({(0, 0): {"all": (1.0,)}}, {(0, 1): {}})


def test_a_scenario_of_another_model_is_not_run(store: Store, scenarios: list[Scenario]) -> None:
    study = store.begin(scenarios, asked())
    other = evolve(study, scenarios=(evolve(study.scenarios[0], hash="0" * 32), study.scenarios[1]))
    with pytest.raises(ResultError) as caught:
        other.scenario(0)
    assert caught.value.problems[0].kind == "store-other-model"
    assert caught.value.problems[0].facts["planner_version"] == planner.__version__


def test_a_study_begun_by_another_program_is_not_continued(
    store: Store, scenarios: list[Scenario], monkeypatch: pytest.MonkeyPatch
) -> None:
    study = store.begin(scenarios, asked())
    monkeypatch.setattr("planner.store.store.results_version", lambda: "other")
    other = store.begin(scenarios, asked())
    assert other.id != study.id
    assert (other.is_current, study.is_current) == (False, True)


def test_what_was_read_before_need_not_be_read_again(store: Store, scenarios: list[Scenario]) -> None:
    study = store.begin(scenarios, asked())
    series = {"enforcement": (1.0, 2.0)}
    for number in range(3):
        study.commit(replication(number, backlog=series))
    everything = study.replications()
    assert study.replications(without={(0, 0), (0, 2), (1, 1)}) == [everything[1]]
    assert set(study.figures(without={(0, 1)})) == {(0, 0), (0, 2)}
    assert study.series(without={(0, 0), (0, 1)}) == {(0, 2): series}


def test_one_name_is_one_object_however_often_it_is_read(store: Store, scenarios: list[Scenario]) -> None:
    study = store.begin(scenarios, asked())
    for number in range(2):
        study.commit(replication(number))
    first, second = study.figures().values()
    assert all(one is two for one, two in zip(first, second, strict=True))
    study.commit(replication(2, figures={FigureKey("whistles", "all"): 3.0}))
    assert study.figures()[0, 2] == {FigureKey("whistles", "all"): 3.0}

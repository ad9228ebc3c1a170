import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from planner.errors import PlannerError, RequestError
from planner.experiments import run
from planner.experiments.dispatch import processes
from planner.metrics.indicators import FigureKey

BACKLOG = FigureKey("backlog_end", "enforcement")


def test_figures_are_the_same_for_any_number_of_processes_and_any_executor(slow_county, quick_county):
    scenarios = [slow_county, quick_county]
    serial = run(scenarios, replications=3, jobs=1)
    parallel = run(scenarios, replications=3, jobs=2)
    with ThreadPoolExecutor(2) as threads:
        elsewhere = run(scenarios, replications=3, executor=threads)
    for other in (parallel, elsewhere):
        for one, two in zip(serial.runs, other.runs, strict=True):
            assert [replication.figures for replication in one.replications] == [
                replication.figures for replication in two.replications
            ]
            assert one.intervals() == two.intervals()


def test_scenarios_take_turns(slow_county, quick_county):
    seen = []
    run(
        [slow_county, quick_county],
        replications=2,
        jobs=1,
        on_replication=lambda replication: seen.append((replication.number, replication.scenario)),
    )
    assert seen == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_replications_and_seeds_draw_differently(slow_county):
    first, second = run([slow_county], replications=2, jobs=1).runs[0].replications
    other = run([slow_county], replications=1, seed=2, jobs=1).runs[0].replications[0]
    assert len({replication.figures[BACKLOG] for replication in (first, second, other)}) > 1


def test_a_figure_that_some_replications_lack_counts_only_those_that_have_it(slow_county):
    result = run([slow_county], replications=3, jobs=1).runs[0]
    one = result.replications[0].figures
    assert isinstance(one, dict)
    del one[BACKLOG]
    assert result.intervals()[BACKLOG].n == 2


def test_an_interrupt_keeps_what_is_finished(slow_county, quick_county):
    def stop_after_three(replication):
        finished.append(replication)
        if len(finished) == 3:
            os.kill(os.getpid(), signal.SIGINT)

    for jobs in (1, 2):
        finished = []
        result = run([slow_county, quick_county], replications=50, jobs=jobs, on_replication=stop_after_three)
        assert result.interrupted
        assert sum(len(one.replications) for one in result.runs) >= 3
        assert not multiprocessing.active_children()


def test_rows_are_kept_where_asked_for(slow_county):
    result = run([slow_county], replications=2, jobs=1, keep_rows=[0])
    assert [replication.rows is not None for replication in result.runs[0].replications] == [True, False]


def test_an_error_in_a_worker_process_arrives_as_it_is(slow_county):
    with pytest.raises(RequestError) as caught:
        run([slow_county], replications=2, jobs=2, by=["county-town"])
    assert caught.value.problems[0].kind == "grouping"


def test_a_worker_process_that_dies_is_reported(slow_county):
    def kill_workers(_replication):
        for process in multiprocessing.active_children():
            process.kill()

    with pytest.raises(PlannerError) as caught:
        run([slow_county], replications=200, jobs=2, on_replication=kill_workers)
    assert caught.value.problems[0].kind == "worker-died"


@pytest.mark.parametrize("wrong", [{"replications": 0}, {"jobs": 0}])
def test_numbers_below_one_are_refused(slow_county, wrong):
    with pytest.raises(RequestError):
        run([slow_county], **wrong)


def numbers(result):
    return [[replication.number for replication in one.replications] for one in result.runs]


def enough_after(fewest):
    """A rule that needs a backlog of each of two scenarios in `fewest` replications without a gap."""
    seen = set()

    def rule(replication):
        seen.add((replication.scenario, replication.number))
        return fewest if all((place, number) in seen for place in (0, 1) for number in range(fewest)) else None

    return rule


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_rule_ends_the_run_and_the_result_has_no_more_than_it_asked_for(slow_county, quick_county, jobs):
    result = run([slow_county, quick_county], replications=40, jobs=jobs, enough=enough_after(3))
    assert (result.planned, result.interrupted) == (3, False)
    assert numbers(result) == [[0, 1, 2], [0, 1, 2]]
    assert not multiprocessing.active_children()


def test_finished_replications_are_not_simulated_again(slow_county, quick_county):
    scenarios = [slow_county, quick_county]
    whole = run(scenarios, replications=4, jobs=1)
    known = [one for part in whole.runs for one in part.replications if one.number != 2]
    announced = []
    resumed = run(scenarios, replications=4, jobs=1, finished=known, on_replication=announced.append)
    assert [(one.scenario, one.number) for one in announced] == [(0, 2), (1, 2)]
    assert resumed.runs[0].intervals() == whole.runs[0].intervals()
    shorter = run(scenarios, replications=2, jobs=1, finished=known, enough=enough_after(2))
    assert numbers(shorter) == [[0, 1], [0, 1]]


def test_one_executor_serves_several_runs(slow_county, quick_county):
    with processes(2) as executor:
        first = run([slow_county, quick_county], replications=20, executor=executor, enough=enough_after(1))
        second = run([quick_county], replications=2, executor=executor)
    alone = run([quick_county], replications=2, jobs=1)
    assert numbers(first) == [[0], [0]]
    assert second.runs[0].intervals() == alone.runs[0].intervals()


def test_the_backlog_of_each_day_ends_with_that_of_the_figures(slow_county):
    for one in run([slow_county], replications=2, jobs=1).runs[0].replications:
        assert len(one.backlog["enforcement"]) == 28
        assert one.backlog["enforcement"][-1] == one.figures[BACKLOG]

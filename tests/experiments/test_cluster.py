"""Replications on a real Dask scheduler with worker processes of its own."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import pytest

from planner.errors import PlannerError, Problem
from planner.experiments import Replication, RunResult, run
from planner.experiments.cluster import cluster, is_open
from planner.store.version import results_version

if TYPE_CHECKING:
    from distributed import LocalCluster

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.toml"


@contextmanager
def local_cluster(workers: int) -> Iterator[LocalCluster]:
    import dask
    from distributed import LocalCluster

    # By default a dead worker is called for half a minute.
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "2s"}),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as started,
    ):
        yield started


@pytest.fixture(scope="module")
def two_workers() -> Iterator[LocalCluster]:
    with local_cluster(2) as started:
        yield started


@pytest.fixture
def address(two_workers: LocalCluster) -> str:
    address: str = two_workers.scheduler_address
    return address


def measured(result: RunResult) -> list[list[tuple[object, ...]]]:
    """Everything but the time that it took."""
    return [[(one.number, dict(one.figures), dict(one.backlog)) for one in each.replications] for each in result.runs]


def problem_of(caught: pytest.ExceptionInfo[PlannerError]) -> Problem:
    (problem,) = caught.value.problems
    return problem


def test_workers_of_a_cluster_give_the_figures_of_this_process(address, slow_county, quick_county):
    scenarios = [slow_county, quick_county]
    serial = run(scenarios, replications=5, jobs=1)
    with cluster(address, results_version) as executor:
        there = run(scenarios, replications=5, executor=executor)
    assert measured(there) == measured(serial)


def test_a_worker_that_dies_costs_only_what_it_has_in_hand(two_workers, slow_county):
    """Each replication is announced once, and all are there in the end."""
    serial = run([slow_county], replications=20, jobs=1)
    announced: list[int] = []

    def kill_one(replication: Replication) -> None:
        announced.append(replication.number)
        if len(announced) == 3:
            os.kill(two_workers.workers[0].process.pid, signal.SIGKILL)

    with cluster(two_workers.scheduler_address, results_version) as executor:
        there = run([slow_county], replications=20, executor=executor, on_replication=kill_one)
    assert sorted(announced) == list(range(20))
    assert measured(there) == measured(serial)


def test_ctrl_c_leaves_the_cluster_to_others(address, slow_county):
    announced: list[int] = []

    def stop_after_two(replication: Replication) -> None:
        announced.append(replication.number)
        if len(announced) == 2:
            os.kill(os.getpid(), signal.SIGINT)

    with cluster(address, results_version) as executor:
        stopped = run([slow_county], replications=500, executor=executor, on_replication=stop_after_two)
    assert stopped.interrupted
    assert 2 <= len(stopped.runs[0].replications) < 500
    with cluster(address, results_version) as executor:
        assert not run([slow_county], replications=2, executor=executor).interrupted


def test_an_error_on_a_worker_arrives_as_it_is(address, slow_county):
    with pytest.raises(PlannerError) as caught, cluster(address, results_version) as executor:
        run([slow_county], replications=2, executor=executor, by=["county-town"])
    assert problem_of(caught).kind == "grouping"


def test_workers_with_another_program_are_refused(address, slow_county):
    """One that is different in each process."""
    with pytest.raises(PlannerError) as caught, cluster(address, os.getpid) as executor:  # type: ignore[arg-type]
        run([slow_county], replications=2, executor=executor)
    assert problem_of(caught).kind == "cluster-other-program"
    assert problem_of(caught).facts == {"host": socket.gethostname()}


def test_workers_without_the_planner_are_refused(tmp_path, slow_county):
    """One whose Python cannot find it."""
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['planner'] = None")
    with local_cluster(0) as started:
        worker = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", started.scheduler_address, "--no-nanny"],
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            cwd=tmp_path,
            stderr=subprocess.DEVNULL,
        )
        try:
            with pytest.raises(PlannerError) as caught, cluster(started.scheduler_address, results_version) as executor:
                run([slow_county], replications=2, executor=executor)
        finally:
            worker.terminate()
            worker.wait(30)
    assert problem_of(caught).kind == "cluster-without-planner"
    assert "planner" in problem_of(caught).facts["detail"]


def test_a_scheduler_that_goes_away_is_said(slow_county):
    with (
        local_cluster(1) as started,
        pytest.raises(PlannerError) as caught,
        cluster(started.scheduler_address, results_version) as executor,
    ):
        run([slow_county], replications=300, executor=executor, on_replication=lambda _one: started.close())
    assert problem_of(caught).kind == "cluster-lost"


def test_of_a_scheduler_that_is_killed_nothing_is_printed_but_our_own_words(tmp_path):
    """By the whole process, to its end: Dask would print what it trips over."""
    command = [sys.executable, "-m", "planner", "run", str(TUTORIAL), "--replications", "3000", "--lang", "en"]
    with scheduler_and_worker(tmp_path) as (scheduler, address):
        process = subprocess.Popen(
            [*command, "--cluster", address, "--progress", "json", "--store", str(tmp_path / "store.sqlite")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        for _line in range(10):
            process.stderr.readline()
        scheduler.kill()
        said = [line.rstrip() for line in process.stderr if not line.startswith("{")]
        out, _rest = process.communicate(timeout=120)
    assert (process.returncode, out) == (2, "")
    assert said[:2] == [
        f"The connection to the cluster at {address} is lost.",
        "What is finished is kept as study 1. To go on:",
    ]
    assert len(said) == 3 and "planner results resume 1" in said[2]


@contextmanager
def scheduler_and_worker(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Processes of their own, as in the manual: the scheduler can be killed."""
    told = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    host = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)]
    scheduler = subprocess.Popen([*dask, "scheduler", *host], **quiet)  # type: ignore[call-overload]
    worker = subprocess.Popen(
        [*dask, "worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-nanny", "--no-dashboard"],
        **quiet,  # type: ignore[call-overload]
    )
    try:
        address = None
        while address is None:
            assert scheduler.poll() is None
            with suppress(OSError, ValueError):
                address = json.loads(told.read_text())["address"]
            sleep(0.1)
        yield scheduler, address
    finally:
        for process in (scheduler, worker):
            process.terminate()
            process.wait(30)


@pytest.mark.parametrize("gone", [True, False])
def test_an_error_is_taken_for_a_lost_cluster_only_where_the_scheduler_is_gone(gone):
    """Dask unpacks a result as if it were an error when the scheduler goes away just as it arrives."""
    with (
        local_cluster(1) as started,
        pytest.raises(PlannerError if gone else TypeError) as caught,
        cluster(started.scheduler_address, results_version, patience_seconds=3.0) as executor,
    ):
        if gone:
            started.close()
            # Only Dask's client, which stays private, knows when it has noticed that the scheduler is gone.
            while executor._executor._client.status == "running":  # type: ignore[attr-defined]
                sleep(0.01)
        raise TypeError("cannot unpack")
    if gone:
        assert problem_of(caught).kind == "cluster-lost"


def test_a_scheduler_without_workers_is_said():
    with (
        local_cluster(0) as started,
        pytest.raises(PlannerError) as caught,
        cluster(started.scheduler_address, results_version, patience_seconds=1.0),
    ):
        raise AssertionError
    assert problem_of(caught).kind == "cluster-idle"
    assert problem_of(caught).facts["address"] == started.scheduler_address


def silent_server() -> socket.socket:
    """Somebody who takes calls and says nothing."""
    server = socket.create_server(("127.0.0.1", 0))
    server.listen()
    return server


@pytest.mark.parametrize("wrong", ["", "nonsense", "tcp://", "tcp://127.0.0.1:x", "http://127.0.0.1:80", "inproc://1"])
def test_what_is_no_address_is_said(wrong):
    with pytest.raises(PlannerError) as caught, cluster(wrong, results_version, patience_seconds=5.0):
        raise AssertionError
    assert problem_of(caught).kind == "cluster-unreachable"
    assert problem_of(caught).facts["address"] == wrong


def test_an_address_where_nobody_or_somebody_else_answers_is_said():
    with closing(silent_server()) as server:
        port = server.getsockname()[1]
        for address in (f"tcp://127.0.0.1:{port}", "tcp://127.0.0.1:1", "nonsense"):
            with pytest.raises(PlannerError) as caught, cluster(address, results_version, patience_seconds=1.0):
                raise AssertionError
            # Never the bare name of an error.
            assert problem_of(caught).kind in ("cluster-unreachable", "cluster-silent")
            assert "TimeoutError" not in str(problem_of(caught).facts)
            assert problem_of(caught).kind == "cluster-silent" or problem_of(caught).facts["detail"]


def test_without_the_extra_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(PlannerError) as caught, cluster("tcp://127.0.0.1:1", results_version):
        raise AssertionError
    assert problem_of(caught).kind == "cluster-missing"


@pytest.mark.parametrize(
    ("address", "open_to_others"),
    [
        ("tcp://127.0.0.1:8786", False),
        ("tcp://localhost:8786", False),
        ("tcp://[::1]:8786", False),
        ("tls://10.0.0.1:8786", False),
        ("tcp://10.0.0.1:8786", True),
        ("10.0.0.1:8786", True),
        ("tcp://localhost.example.org:8786", True),
        ("tcp://127.0.0.1.example.org:8786", True),
        ("ws://10.0.0.1:8786", True),
    ],
)
def test_what_is_said_with_a_cluster_can_be_read_unless_it_is_encrypted_or_here(address, open_to_others):
    assert is_open(address) == open_to_others

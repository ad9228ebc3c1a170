"""Studies of the interface: run in a process of their own, queued, stopped, resumed, watched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.message import Message

from planner.files.places import shipped
from planner.model.scenario import Scenario
from planner.store import Store
from planner.tui.studies import Studies, StudyEnded, StudyProgress
from planner.wording import language, set_language
from planner.workload.reading import read_scenario
from tests.store.conftest import changed_from_outside

LIMIT_SECONDS = 120.0


class Told:
    """What was posted, waited for."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._news = threading.Condition()

    def __call__(self, message: Message) -> None:
        with self._news:
            self.messages.append(message)
            self._news.notify_all()

    def wait(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + LIMIT_SECONDS
        with self._news:
            while not condition():
                assert self._news.wait(timeout=max(0.0, end - time.monotonic())), self.messages
                assert time.monotonic() < end, self.messages

    def ended(self, study: int) -> list[StudyEnded]:
        return [one for one in self.messages if isinstance(one, StudyEnded) and one.study_id == study]

    def progress(self, study: int) -> list[StudyProgress]:
        return [one for one in self.messages if isinstance(one, StudyProgress) and one.study_id == study]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "results.sqlite"


@pytest.fixture
def studies(store: Path, told: Told) -> Iterator[Studies]:
    found = Studies(store, told, poll_seconds=0.1)
    yield found
    found.shutdown()


@pytest.fixture(scope="module")
def tutorial() -> Scenario:
    return read_scenario(shipped() / "tutorial.toml")


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """The tutorial with an enforcement team that can form a crew."""
    folder = tmp_path_factory.mktemp("scenarios")
    (folder / "tutorial.toml").write_bytes((shipped() / "tutorial.toml").read_bytes())
    file = folder / "certified.toml"
    file.write_text(
        'format = 1\nextends = "tutorial.toml"\ntitle = { zh = "持证", en = "Certified" }\n'
        "[townships.example.teams.enforcement]\ncertified = 2\n",
        encoding="utf-8",
    )
    return read_scenario(file)


ENDLESS = 5_000
"""Replications that no test waits for."""


def finished(store: Path, study: int) -> int:
    with Store.open(store, for_reading=True) as opened:
        return len(opened.study(study).finished())


def at_work(store: Path) -> list[int]:
    """Processes at work on a store, by what the system says."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                line = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if b"planner.cli.attached" in line and os.fsencode(store) in line:
                found.append(int(folder.name))
    return found


on_linux = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks at processes through /proc")


@pytest.mark.slow
def test_a_study_runs_and_ends(studies: Studies, told: Told, store: Path, tutorial: Scenario, certified: Scenario):
    study = studies.begin([tutorial, certified], replications=3)
    assert [one.study_id for one in studies.queue()] == [study]
    told.wait(lambda: told.ended(study))
    assert told.ended(study)[0].how == "finished"
    last = told.progress(study)[-1]
    assert (last.finished, last.total) == (6, 6)
    status = studies.status(study)
    assert status is not None
    assert (status.state, status.finished, status.total) == ("finished", 6, 6)
    assert studies.queue() == ()
    assert finished(store, study) == 6


def test_it_shares_the_results_of_the_study_that_the_command_line_makes(
    studies: Studies, told: Told, store: Path, tutorial: Scenario, certified: Scenario, tmp_path: Path
):
    """Asked in either place, it draws the same: nothing is simulated twice."""
    (tmp_path / "tutorial.toml").write_bytes((shipped() / "tutorial.toml").read_bytes())
    other = tmp_path / "certified.toml"
    other.write_text(
        'format = 1\nextends = "tutorial.toml"\n[townships.example.teams.enforcement]\ncertified = 2\n',
        encoding="utf-8",
    )
    subprocess.run(
        [sys.executable, "-m", "planner", "compare", str(tmp_path / "tutorial.toml"), str(other), "--jobs", "1"]
        + ["--replications", "2", "--store", str(store), "--progress", "none", "--json"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    study = studies.begin([tutorial, certified], replications=2)
    assert told.ended(study)[0].how == "finished"
    assert studies.status(study).finished == 4  # type: ignore[union-attr]
    with Store.open(store, for_reading=True) as opened:
        first, second = opened.studies()
        assert (second.id, first.replications()) == (study, second.replications())


@pytest.mark.slow
def test_a_precision_ends_it_earlier(
    studies: Studies, told: Told, store: Path, tutorial: Scenario, certified: Scenario
):
    study = studies.begin([tutorial, certified], precision=("60%",), most=40)
    told.wait(lambda: told.ended(study))
    assert told.ended(study)[0].how == "finished"
    with Store.open(store, for_reading=True) as opened:
        asked = opened.study(study).request
        assert asked.replications < 40
        assert asked.options["most"] == 40
        assert opened.counts()[study] == (2 * asked.replications, 2 * asked.replications)


@pytest.mark.slow
def test_one_scenario_is_simply_run(studies: Studies, told: Told, store: Path, tutorial: Scenario):
    study = studies.begin([tutorial], replications=2)
    told.wait(lambda: told.ended(study))
    with Store.open(store, for_reading=True) as opened:
        found = opened.study(study)
        assert found.request.verb == "run"
        assert len(found.finished()) == 2


def test_stopping_keeps_what_is_finished_and_resuming_goes_on(
    studies: Studies, told: Told, store: Path, tutorial: Scenario
):
    study = studies.begin([tutorial], replications=ENDLESS)
    told.wait(lambda: any(one.finished >= 2 for one in told.progress(study)))
    studies.stop(study)
    told.wait(lambda: told.ended(study))
    assert told.ended(study)[0].how == "stopped"
    kept = finished(store, study)
    assert kept >= 2
    assert studies.status(study).state == "stopped"  # type: ignore[union-attr]
    studies.resume(study)
    told.wait(lambda: any(one.finished > kept for one in told.progress(study)))
    studies.stop(study)
    told.wait(lambda: len(told.ended(study)) == 2)
    assert finished(store, study) > kept


def test_several_wait_for_their_turn(
    studies: Studies, told: Told, store: Path, tutorial: Scenario, certified: Scenario
):
    first = studies.begin([tutorial], replications=ENDLESS)
    second = studies.begin([certified], replications=ENDLESS)
    third = studies.begin([tutorial, certified], replications=1)
    told.wait(lambda: told.progress(first))
    assert [(one.study_id, one.state) for one in studies.queue()] == [
        (first, "running"),
        (second, "waiting"),
        (third, "waiting"),
    ]
    assert not told.progress(second)
    studies.stop(second)
    assert told.ended(second)[0].how == "stopped"
    assert [one.study_id for one in studies.queue()] == [first, third]
    studies.stop(first)
    told.wait(lambda: told.ended(third))
    assert told.ended(third)[0].how == "finished"
    assert finished(store, second) == 0


def test_who_listens_and_has_ended_disturbs_nobody(studies: Studies, told: Told, store: Path, tutorial: Scenario):
    def ended(message: Message) -> None:
        raise RuntimeError("Event loop is closed")

    studies.listen(ended)
    study = studies.begin([tutorial], replications=1)
    told.wait(lambda: told.ended(study))
    assert told.ended(study)[0].how == "finished"


def test_begun_twice_it_runs_once(studies: Studies, told: Told, tutorial: Scenario):
    study = studies.begin([tutorial], replications=ENDLESS)
    assert studies.begin([tutorial], replications=ENDLESS) == study
    assert len(studies.queue()) == 1
    studies.stop(study)
    told.wait(lambda: told.ended(study))


@on_linux
def test_a_killed_runner_is_told_of_and_loses_nothing_announced(
    studies: Studies, told: Told, store: Path, tutorial: Scenario, certified: Scenario
):
    study = studies.begin([tutorial], replications=ENDLESS)
    after = studies.begin([certified], replications=1)
    told.wait(lambda: any(one.finished >= 2 for one in told.progress(study)))
    for process in at_work(store):
        os.kill(process, signal.SIGKILL)
    told.wait(lambda: told.ended(study))
    assert told.ended(study)[0].how == "failed"
    assert told.ended(study)[0].problem
    assert finished(store, study) >= max(one.finished for one in told.progress(study))
    told.wait(lambda: told.ended(after))
    assert told.ended(after)[0].how == "finished"


@pytest.mark.slow
def test_a_study_deleted_meanwhile_ends_with_a_reason(studies: Studies, told: Told, store: Path, tutorial: Scenario):
    study = studies.begin([tutorial], replications=ENDLESS)
    told.wait(lambda: told.progress(study))
    with Store.open(store) as opened:
        opened.delete(study)
    told.wait(lambda: told.ended(study))
    assert told.ended(study)[0].how == "failed"
    assert str(study) in told.ended(study)[0].problem


@on_linux
@pytest.mark.slow
def test_shutting_down_leaves_nobody_at_work(told: Told, store: Path, tutorial: Scenario):
    studies = Studies(store, told)
    study = studies.begin([tutorial], replications=ENDLESS)
    waiting = studies.begin([tutorial], replications=ENDLESS, families=("enforcement",))
    told.wait(lambda: any(one.finished for one in told.progress(study)))
    studies.shutdown()
    assert at_work(store) == []
    assert finished(store, study) >= 1
    assert finished(store, waiting) == 0


@on_linux
@pytest.mark.slow
def test_a_runner_does_not_outlive_a_killed_program(store: Path, tmp_path: Path):
    """`kill -9` gives a program no chance to clean up: its runner notices by itself."""
    program = tmp_path / "program.py"
    program.write_text(
        "import sys, time\n"
        "from pathlib import Path\n"
        "from planner.files.places import shipped\n"
        "from planner.workload.reading import read_scenario\n"
        "from planner.tui.studies import Studies, StudyProgress\n"
        "if __name__ == '__main__':\n"
        "    def post(message):\n"
        "        if isinstance(message, StudyProgress):\n"
        "            print('further', flush=True)\n"
        "    studies = Studies(Path(sys.argv[1]), post)\n"
        f"    studies.begin([read_scenario(shipped() / 'tutorial.toml')], replications={ENDLESS})\n"
        "    time.sleep(1000)\n",
        encoding="utf-8",
    )
    with subprocess.Popen([sys.executable, str(program), str(store)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "further\n"
        assert at_work(store)
        process.kill()
    end = time.monotonic() + LIMIT_SECONDS
    while at_work(store):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_study_from_a_shell_is_noticed(studies: Studies, told: Told, store: Path, tutorial: Scenario):
    with Store.open(store) as opened:
        opened.close()
    command = [sys.executable, "-m", "planner", "run", str(shipped() / "tutorial.toml"), "--jobs", "1"]
    more = ["--replications", str(ENDLESS), "--store", str(store), "--progress", "none"]
    with subprocess.Popen([*command, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as shell:
        told.wait(lambda: told.progress(1))
        status = studies.status(1)
        assert status is not None
        assert status.state == "elsewhere"
        assert status.titles == (tutorial.title,)
        assert status.total == ENDLESS
        assert studies.queue() == ()
        shell.send_signal(signal.SIGINT)


def test_of_another_program_version_nothing_goes_on(studies: Studies, store: Path, tutorial: Scenario):
    from planner.errors import ResultError

    with Store.open(store) as opened:
        from planner.studies.spec import request_for

        request = request_for([tutorial], families=(), precision=(), replications=2, most=200, matters=())
        study = opened.begin([tutorial], request).id
    with changed_from_outside(store) as connection:
        connection.execute("UPDATE studies SET results_version = 'older'")
    with pytest.raises(ResultError) as refused:
        studies.resume(study)
    assert refused.value.problems[0].kind == "study-other-program"
    assert studies.queue() == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_runner_speaks_the_language_in_use(lang: str, store: Path):
    from planner.tui.studies.runner import command

    before = language()
    try:
        set_language(lang)
        assert command(3, store)[-2:] == ["--lang", lang]
    finally:
        set_language(before)

"""What verbs ask for: scenarios that are read, where they are run, all problems of a command line at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from planner.cli.consoles import talk
from planner.cli.layout import say
from planner.errors import PlannerError, Problem, RequestError, ScenarioError
from planner.experiments.dispatch import processes
from planner.experiments.run import processors
from planner.model.text import visible
from planner.wording import _
from planner.wording.problems import sentence
from planner.workload.reading import Reading, read

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from planner.experiments import Trace
    from planner.model.scenario import Scenario

NOTES_OF_FILES = ("encoding", "own-measure")
"""That a file is not what it seems to be; `planner check` tells all there is to note."""

LONGEST_NAME = 200
"""Characters of the name of a study."""


@frozen(kw_only=True)
class Place:
    """Where a study is run and kept, and what it is called."""

    jobs: int | None
    cluster: str | None
    store: Path | None
    name: str | None = None
    """What the study is called from now on; None leaves it as it is."""

    def check(self) -> None:
        """Raise RequestError for processes here beside a cluster, and for a name that is none."""
        if self.jobs is not None and self.cluster is not None:
            raise RequestError(Problem(kind="not-together", path="--jobs", facts={"other": "--cluster"}))
        if self.name is not None:
            checked_name(self.name, "--name")


class Problems:
    """What was found wrong so far."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Take the problems of what fails inside, and go on."""
        try:
            yield
        except PlannerError as error:
            self._found += error.problems

    def check(self) -> None:
        """Raise RequestError with everything found wrong, each once."""
        if self._found:
            raise RequestError(list({repr(problem): problem for problem in self._found}.values()))


class FileNotes:
    """The notes of every scenario that a command reads, each told once."""

    def __init__(self) -> None:
        self._found: dict[str, Problem] = {}

    def take(self, reading: Reading) -> Reading:
        """Remember the notes of a scenario that was read."""
        self._found |= {repr(note): note for note in reading.notes if note.kind in NOTES_OF_FILES}
        return reading

    def say(self) -> None:
        """Print the notes taken so far to stderr, each sentence once."""
        for told in dict.fromkeys(sentence(note) for note in self._found.values()):
            say(talk(), _("Note: {note}").format(note=told), style="yellow")


def read_all(files: Sequence[Path]) -> list[Scenario]:
    """Every scenario; or, raised together, the problems of every file. Says what is to be known of the files."""
    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    notes = FileNotes()
    for file in files:
        try:
            scenarios.append(notes.take(read(file)).scenario)
        except PlannerError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)
    notes.say()
    return scenarios


def checked_name(name: str, path: str) -> str:
    """A name as it is kept. Raises RequestError, which points at `path`, for what can be none."""
    name = name.strip()
    if len(name) > LONGEST_NAME or visible(name) != name:
        facts = {"got": visible(name[:LONGEST_NAME]), "longest": LONGEST_NAME}
        raise RequestError(Problem(kind="study-name", path=path, facts=facts))
    return name


@contextmanager
def workplace(jobs: int | None, address: str | None, *, lasting: bool = False) -> Iterator[Executor | None]:
    """The executor for `run`; None where it shall see to its own processes.

    A `lasting` one serves several runs. Raises what `planner.experiments.cluster` and `dispatch.processes` raise.
    """
    if address is not None:
        from planner.experiments.cluster import cluster, is_open
        from planner.store.version import results_version

        if is_open(address):
            told = _(
                "The cluster at {address} is neither on this machine nor encrypted: whoever is on the network between "
                "can run programs on its machines and on this one. With tls:// and certificates of your own nobody can."
            )
            say(talk(), told.format(address=address), style="yellow")
        with cluster(address, results_version) as executor:
            yield executor
        return

    workers = jobs or processors()
    if lasting and workers > 1:
        with processes(workers) as executor:
            yield executor
    else:
        yield None


def played_by(scenarios: Sequence[Scenario], file: Path | None) -> Trace | None:
    """The recorded table in a file, which each of the scenarios can play; None without a file.

    Raises RequestError for what cannot be read or played.
    """
    if file is None:
        return None
    from planner.studies.recorded import check_trace, read_trace

    trace = read_trace(file)
    check_trace(trace, scenarios)
    return trace

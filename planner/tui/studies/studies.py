"""The service that runs studies: one at a time, as each takes all processors, the others in a queue."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve
from textual.message import Message

from planner.studies.spec import MOST_FOR_PRECISION, request_for
from planner.tui.studies.messages import How, StudiesChanged, StudyEnded, StudyProgress
from planner.tui.studies.room import ReadingRoom
from planner.tui.studies.runner import Runner
from planner.tui.studies.status import StudyStatus
from planner.tui.studies.watching import Watcher

if TYPE_CHECKING:
    from planner.model.scenario import Scenario
    from planner.store import Study
    from planner.studies.snapshot import Snapshot

Post = Callable[[Message], object]
"""Takes a message from any thread."""

LEAVING_SECONDS = 4.0
"""How long the end of the program waits for a study to stop by itself."""


class Studies:
    """The studies of this program in the store at a path, by default the user's.

    `post` is told everything; others can `listen`. Methods can be called from any thread. Those that say so read or
    write the store, and raise ResultError for what can be wrong with it.
    """

    def __init__(self, store: Path | None, post: Post | None = None, *, poll_seconds: float = 2.0) -> None:
        from planner.store import default_path

        self.store = store or default_path()
        self._own_store = store is not None
        self._lock = threading.RLock()
        self._listeners: list[Post] = [] if post is None else [post]
        self._statuses: dict[int, StudyStatus] = {}
        self._waiting: list[int] = []
        self._running: tuple[int, Runner] | None = None
        self._closed = False
        self._room = ReadingRoom(self.store)
        self._watcher = Watcher(
            self.store, self._is_ours, self._seen_elsewhere, lambda: self._post(StudiesChanged), poll_seconds
        )

    # Who is told --------------------------------------------------------------------------------------------------

    def listen(self, post: Post) -> None:
        """Tell somebody else too, from now on."""
        with self._lock:
            self._listeners.append(post)

    def unlisten(self, post: Post) -> None:
        """Tell somebody no more."""
        with self._lock:
            if post in self._listeners:
                self._listeners.remove(post)

    def _post(self, kind: Callable[..., Message], *facts: Any) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for post in listeners:
            try:
                # A message of its own for each, as they are marked on their way.
                post(kind(*facts))
            except RuntimeError:  # whoever listens has ended, its event loop with it
                self.unlisten(post)

    # What is asked ------------------------------------------------------------------------------------------------

    def begin(
        self,
        scenarios: Sequence[Scenario],
        *,
        families: Sequence[str] = (),
        precision: Sequence[str] = ("5%",),
        replications: int | None = None,
        most: int = MOST_FOR_PRECISION,
        matters: Sequence[str] = (),
    ) -> int:
        """Write a study into the store and let it run as soon as it is its turn; its id.

        The first scenario is the base; one alone is simply run. Sizes are written as on the command line. `precision`
        holds unless a number of replications is given, and for comparisons. A study that was asked before is the same
        again: it goes on where it is, or is there at once.

        To be called in a thread: it loads what simulates, and writes. Raises RequestError, ResultError.
        """
        from planner.store import Store

        request = request_for(
            scenarios,
            families=families,
            precision=precision,
            replications=replications,
            most=most,
            matters=matters,
        )
        with Store.open(self.store if self._own_store else None) as store:
            study = store.begin(scenarios, request)
            self._take_up(study)
        return study.id

    def resume(self, study_id: int) -> None:
        """Let a study of the store go on, after those that wait; one that is under way here goes on as it is.

        Reads the store. Raises ResultError: `no-such-study`, or `study-other-program` where it cannot be continued.
        """
        from planner.errors import Problem, ResultError
        from planner.store import Store

        with Store.open(self.store, for_reading=True) as store:
            study = store.study(study_id)
            if not study.is_current:
                facts = {"id": study.id, "planner_version": study.planner_version}
                raise ResultError(Problem(kind="study-other-program", facts=facts))
            self._take_up(study)

    def _take_up(self, study: Study) -> None:
        total = study.request.replications * len(study.scenarios)
        missing = total - study.count()
        with self._lock:
            if self._is_ours(study.id):
                return
            status = StudyStatus(
                study_id=study.id,
                titles=tuple(scenario.title for scenario in study.scenarios),
                state="waiting" if missing else "finished",
                finished=total - missing,
                total=total,
            )
            self._statuses[study.id] = status
            if missing:
                self._waiting.append(study.id)
        self._watcher.know(study.id, status.finished)
        self._post(StudiesChanged)
        if not missing:
            self._post(StudyEnded, study.id, "finished")
        self.begin_next()

    def stop(self, study_id: int) -> None:
        """Stop a study that runs here, which keeps what is finished, or take it out of the queue."""
        ended = False
        with self._lock:
            if self._running is not None and self._running[0] == study_id:
                self._running[1].stop()
                self._change(study_id, state="stopping", seconds_left=None)
            elif study_id in self._waiting:
                self._waiting.remove(study_id)
                self._change(study_id, state="stopped")
                ended = True
        if ended:
            self._post(StudyEnded, study_id, "stopped")
        self._post(StudiesChanged)

    def queue(self) -> tuple[StudyStatus, ...]:
        """The studies under way here, the one that runs first, then those that wait in the order of their turn."""
        with self._lock:
            running = [] if self._running is None else [self._running[0]]
            return tuple(self._statuses[study_id] for study_id in (*running, *self._waiting))

    def status(self, study_id: int) -> StudyStatus | None:
        """How far a study is that this program has run or seen running; None for others, which stand still."""
        with self._lock:
            return self._statuses.get(study_id)

    def statuses(self) -> tuple[StudyStatus, ...]:
        """Every study that this program has run or seen running."""
        with self._lock:
            return tuple(self._statuses.values())

    def read(self, study_id: int, also: Callable[[Snapshot], object] | None = None) -> Future[Snapshot]:
        """What the store says of a study, read in a thread: only what is new since the last time.

        `also` is asked there too, to work out what will be looked at. The future raises ResultError, `no-such-study`
        where the study was deleted.
        """
        return self._room.read(study_id, also)

    def shutdown(self) -> None:
        """Stop what runs and wait for it a little; what is finished is kept, and nothing runs on."""
        self._watcher.close()
        self._room.close()
        with self._lock:
            self._closed = True
            self._waiting.clear()
            running = self._running
        if running is not None:
            running[1].stop()
            if not running[1].wait(LEAVING_SECONDS):
                running[1].kill()
                running[1].wait(LEAVING_SECONDS)

    def _is_ours(self, study_id: int) -> bool:
        with self._lock:
            running = self._running is not None and self._running[0] == study_id
            return running or study_id in self._waiting

    # What comes back ----------------------------------------------------------------------------------------------

    def begin_next(self) -> None:
        """Let the first in the queue run, where nothing does."""
        with self._lock:
            if self._closed or self._running is not None or not self._waiting:
                return
            study_id = self._waiting.pop(0)
            try:
                runner = Runner(
                    study_id,
                    self.store,
                    lambda event: self._reported(study_id, event),
                    lambda how, problem: self._ended(study_id, how, problem),
                )
            except OSError as error:
                failed = str(error)
            else:
                failed = ""
                self._running = (study_id, runner)
                self._change(study_id, state="running", problem="")
        if failed:
            self._ended(study_id, "failed", failed)
        else:
            self._post(StudiesChanged)

    def _reported(self, study_id: int, event: Mapping[str, Any]) -> None:
        """The process has said something."""
        with self._lock:
            status = self._statuses[study_id]
            finished = int(event.get("finished", status.finished))
            total = int(event.get("total", status.total))
            left = event.get("seconds_left") if status.state == "running" else None
            self._change(study_id, finished=finished, total=total, seconds_left=left)
        self._watcher.know(study_id, finished)
        self._post(StudyProgress, study_id, finished, total, left)

    def _ended(self, study_id: int, how: How, problem: str) -> None:
        """The process is gone."""
        with self._lock:
            if self._running is not None and self._running[0] == study_id:
                self._running = None
            status = self._statuses[study_id]
            total = status.finished if how == "finished" else status.total
            self._change(study_id, state=how, total=total, seconds_left=None, problem=problem)
        self._post(StudyEnded, study_id, how, problem)
        self._post(StudiesChanged)
        self.begin_next()

    def _seen_elsewhere(self, status: StudyStatus) -> None:
        """A study moves on in another program, or has stopped doing so."""
        with self._lock:
            if self._is_ours(status.study_id):
                return
            self._statuses[status.study_id] = status
        if status.under_way:
            self._post(StudyProgress, status.study_id, status.finished, status.total, status.seconds_left)
        else:
            self._post(StudyEnded, status.study_id, status.state)

    def _change(self, study_id: int, **facts: Any) -> None:
        self._statuses[study_id] = evolve(self._statuses[study_id], **facts)

"""The store watched: what other programs run there, a shell for example."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from planner.errors import PlannerError
from planner.model.text import Text
from planner.tui.studies.status import StudyStatus

QUIET_SECONDS = 60.0
"""A study of which nothing more came for so long is not under way any more."""


class Watcher:
    """Looks into the store every `poll_seconds`, in a thread of its own.

    `seen` is told of each study that somebody else moves on, and of its end, `changed` that studies came, went or moved
    on; `ours` says whether this program itself is at a study. A store that is not there yet, or cannot be read just
    now, is looked for again.
    """

    def __init__(
        self,
        store: Path,
        ours: Callable[[int], bool],
        seen: Callable[[StudyStatus], object],
        changed: Callable[[], object],
        poll_seconds: float,
    ) -> None:
        self._store = store
        self._ours = ours
        self._seen = seen
        self._changed = changed
        self._poll_seconds = poll_seconds
        self._counts: dict[int, tuple[int, int]] | None = None
        self._known: dict[int, int] = {}
        self._moving: dict[int, _Moving] = {}
        self._closing = threading.Event()
        threading.Thread(target=self._watch, name="store", daemon=True).start()

    def know(self, study_id: int, finished: int) -> None:
        """What this program itself has done is no news."""
        self._known[study_id] = finished

    def close(self) -> None:
        """Stop looking at studies of other programs."""
        self._closing.set()

    def _watch(self) -> None:
        # Not at once: the first moments belong to what is to be seen.
        while not self._closing.wait(self._poll_seconds):
            found = self._read()
            if found is not None and not self._closing.is_set():
                self._compare(found)

    def _read(self) -> dict[int, tuple[int, int]] | None:
        from planner.store import Store

        try:
            with Store.open(self._store, for_reading=True, patience_seconds=0.0) as store:
                return store.counts()
        except PlannerError:
            return None

    def _compare(self, found: dict[int, tuple[int, int]]) -> None:
        before, self._counts = self._counts, found
        now = time.monotonic()
        moved = []
        for study_id, (finished, total) in found.items():
            old = None if before is None else before.get(study_id, (0, total))
            if old is None or (finished, total) == old or self._ours(study_id):
                continue
            if finished > max(old[0], self._known.get(study_id, 0)):
                self._moving.setdefault(study_id, _Moving(old[0], now)).last = now
            if study_id in self._moving:
                moved.append(study_id)
        for study_id, moving in [*self._moving.items()]:
            over = study_id not in found or found[study_id][0] >= found[study_id][1]
            quiet = now - moving.last > QUIET_SECONDS
            if self._ours(study_id):
                del self._moving[study_id]
                continue
            if over or quiet:
                del self._moving[study_id]
            if study_id in found and (study_id in moved or quiet):
                self._tell(study_id, *found[study_id], moving, now, over=over, quiet=quiet)
        if before is not None and found != before:
            self._changed()

    def _tell(
        self, study_id: int, finished: int, total: int, moving: _Moving, now: float, *, over: bool, quiet: bool
    ) -> None:
        run = finished - moving.before
        left = None if over or run <= 0 else (now - moving.since) / run * (total - finished)
        self._seen(
            StudyStatus(
                study_id=study_id,
                titles=self._titles(study_id),
                state="finished" if over else "stopped" if quiet else "elsewhere",
                finished=finished,
                total=total,
                seconds_left=left if left else None,
            )
        )

    def _titles(self, study_id: int) -> tuple[Text, ...]:
        from planner.store import Store

        try:
            with Store.open(self._store, for_reading=True) as store:
                return tuple(scenario.title for scenario in store.study(study_id).scenarios)
        except PlannerError:
            return ()


class _Moving:
    """A study that somebody else moves on: how many were finished before, since when it is seen, and when last."""

    def __init__(self, before: int, since: float) -> None:
        self.before = before
        self.since = since
        self.last = since

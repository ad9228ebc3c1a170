"""The one thread in which studies are read, with the store open and what was read before at hand."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import ResultError

if TYPE_CHECKING:
    from planner.store import Store
    from planner.studies.snapshot import Reader, Snapshot

READERS_KEPT = 3
"""Of how many studies what was read is kept; a large one takes 50 MB."""


class ReadingRoom:
    """Reads studies of a store, one after the other."""

    def __init__(self, store: Path) -> None:
        self._path = store
        self._executor: ThreadPoolExecutor | None = None
        self._store: Store | None = None
        self._readers: dict[int, Reader] = {}

    def read(self, study_id: int, also: Callable[[Snapshot], object] | None = None) -> Future[Snapshot]:
        """The study as it is now, later; `also` is asked in the thread, to work out what will be looked at.

        The future raises ResultError, `no-such-study` where the study was deleted.
        """
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, thread_name_prefix="reading")
        return self._executor.submit(self._read, study_id, also)

    def close(self) -> None:
        """Read nothing any more; what has not begun is dropped."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)

    def _read(self, study_id: int, also: Callable[[Snapshot], object] | None) -> Snapshot:
        from planner.store import Store
        from planner.studies.snapshot import Reader

        reader = self._readers.pop(study_id, None) or Reader(study_id)
        try:
            if self._store is None:
                self._store = Store.open(self._path, for_reading=True)
            found = reader.read(self._store)
        except ResultError:
            # Whatever it was, the next one opens the store afresh.
            if self._store is not None:
                self._store.close()
                self._store = None
            raise
        # The one read last stands last.
        self._readers[study_id] = reader
        while len(self._readers) > READERS_KEPT:
            del self._readers[next(iter(self._readers))]
        if also is not None:
            also(found)
        return found

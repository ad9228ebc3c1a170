"""The ways on from Home: places and their scenarios, drafts, studies in the store; facts from the disk."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from planner.model.text import Text

if TYPE_CHECKING:
    from planner.editing import Draft
    from planner.errors import Problem
    from planner.files.shipped import Place

RECENT = 12
"""How many studies are listed; all are in `planner results`."""


@frozen(kw_only=True)
class KeptStudy:
    """A study in the store; `finished` and `asked` count replications of all its scenarios."""

    id: int
    titles: tuple[Text, ...]
    created: datetime
    finished: int
    asked: int
    current: bool
    """Whether this program would go on with it."""

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.finished >= self.asked


@frozen(kw_only=True)
class Ways:
    """All of them at one moment."""

    places: tuple[Place, ...]
    drafts: tuple[Draft, ...]
    unreadable: tuple[Problem, ...]
    """Of what lies among the drafts and cannot be read."""
    studies: tuple[KeptStudy, ...]


def ways(drafts: Path | None, store: Path | None) -> Ways:
    """Look for the places, drafts and studies there are; to be called in a thread."""
    from planner.editing import drafts_in
    from planner.files.shipped import places

    found = drafts_in(drafts)
    return Ways(places=places(), drafts=found.drafts, unreadable=found.unreadable, studies=studies(store))


def studies(store: Path | None) -> tuple[KeptStudy, ...]:
    """The newest studies of a store, the newest first; none where there is no store."""
    from planner.errors import ResultError
    from planner.store import Store

    try:
        with Store.open(store, for_reading=True) as opened:
            return tuple(
                KeptStudy(
                    id=study.id,
                    titles=tuple(
                        one.title if one.title.en or one.title.zh else Text(one.name) for one in study.scenarios
                    ),
                    created=study.created,
                    finished=study.count(),
                    asked=study.request.replications * len(study.scenarios),
                    current=study.is_current,
                )
                for study in reversed(opened.studies()[-RECENT:])
            )
    except ResultError:
        return ()

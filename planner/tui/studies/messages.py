"""What is told of studies under way; each screen that wants to know listens (`Studies.listen`)."""

from __future__ import annotations

from typing import Literal

from textual.message import Message

How = Literal["finished", "stopped", "failed"]
"""How a run of a study ended: nothing is left to be run, somebody stopped it, or something went wrong."""


class StudyProgress(Message, bubble=False):
    """How far a study is: replications of all its scenarios together.

    `total` can change where a precision was asked for. `seconds_left` is None while there is no telling.
    """

    def __init__(self, study_id: int, finished: int, total: int, seconds_left: float | None) -> None:
        super().__init__()
        self.study_id = study_id
        self.finished = finished
        self.total = total
        self.seconds_left = seconds_left

    def can_replace(self, message: Message) -> bool:
        """Only the last of a study counts, so that a slow terminal is not told more than it can show."""
        return isinstance(message, StudyProgress) and message.study_id == self.study_id


class StudyEnded(Message, bubble=False):
    """A study does not run any more. `problem` says in words what went wrong, where something did."""

    def __init__(self, study_id: int, how: How, problem: str = "") -> None:
        super().__init__()
        self.study_id = study_id
        self.how = how
        self.problem = problem


class StudiesChanged(Message, bubble=False):
    """Studies were begun, queued, deleted, or have run on elsewhere: lists of them are to be read again."""

    def can_replace(self, message: Message) -> bool:
        """One is as good as several."""
        return isinstance(message, StudiesChanged)

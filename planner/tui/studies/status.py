"""How far a study is."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from planner.model.text import Text

State = Literal["waiting", "running", "stopping", "elsewhere", "finished", "stopped", "failed"]
"""Waiting for its turn, running here, being stopped, running in another program, or over in one of three ways."""

UNDER_WAY: tuple[State, ...] = ("waiting", "running", "stopping", "elsewhere")
"""States in which more is to come."""


@frozen(kw_only=True)
class StudyStatus:
    """A study that this program has run or watched, at one moment. Replications are those of all its scenarios."""

    study_id: int
    titles: tuple[Text, ...]
    """Of its scenarios, the base first."""
    state: State
    finished: int
    total: int
    """As far as can be told: a precision may need more or fewer."""
    seconds_left: float | None = None
    problem: str = ""
    """What went wrong, in words, where something did."""

    @property
    def under_way(self) -> bool:
        """Whether more is to come without anybody doing anything."""
        return self.state in UNDER_WAY

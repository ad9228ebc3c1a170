"""`planner results name` and `planner results freeze`: what a study is called, and that it stays."""

from __future__ import annotations

from pathlib import Path

from planner.cli.consoles import data
from planner.cli.keeping import opened, say_damaged
from planner.errors import Problem, RequestError
from planner.i18n import _
from planner.model.text import visible

LONGEST_NAME = 200
"""Characters."""


def checked_name(name: str, path: str) -> str:
    """A name as it is kept. Raises RequestError, which points at `path`, for what can be none."""
    name = name.strip()
    if len(name) > LONGEST_NAME or visible(name) != name:
        facts = {"got": visible(name[:LONGEST_NAME]), "longest": LONGEST_NAME}
        raise RequestError(Problem(kind="study-name", path=path, facts=facts))
    return name


def name_study(store: Path | None, number: int, name: str) -> None:
    """Give a study a name; an empty one takes it away. Raises ResultError, and RequestError for a name that is none."""
    name = checked_name(name, _("NAME"))
    with opened(store) as found:
        found.study(number).call(name)
    told = _("Study {id} is called {name}.") if name else _("Study {id} has no name.")
    data().print(told.format(id=number, name=name), soft_wrap=True)


def freeze_study(store: Path | None, number: int, thaw: bool) -> None:
    """Keep a finished study from being deleted and renamed, or no longer. Raises ResultError."""
    with opened(store) as found:
        study = found.study(number)
        if not thaw:
            say_damaged(study)
        study.freeze(not thaw)
    told = _("Study {id} can be deleted again.") if thaw else _("Study {id} is frozen: it stays as it is.")
    data().print(told.format(id=number), soft_wrap=True)

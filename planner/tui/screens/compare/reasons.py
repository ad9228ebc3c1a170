"""Why something cannot be done with a study now, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.wording import _

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot
    from planner.tui.studies import StudyStatus


def reasons(snapshot: Snapshot | None, status: StudyStatus | None, gone: str, choices: int) -> dict[str, str]:
    """By id of the action. `gone` says what is wrong with the study; `choices` alternatives can be looked at."""
    off = {"run": _("This is a run already; open a scenario to change it and run that.")}
    under_way = status is not None and status.under_way
    if status is None or not under_way:
        off["stop"] = _("It is not running.")
    elif status.state == "elsewhere":
        off["stop"] = _("It runs in another program; only that can stop it.")
    elif status.state == "stopping":
        off["stop"] = _("It is being stopped already.")
    if under_way:
        off["resume"] = _("It is under way already.")
    elif snapshot is None or gone:
        off["resume"] = gone or _("It is not read yet.")
    elif snapshot.complete:
        off["resume"] = _("Nothing is left to be run.")
    elif not snapshot.current:
        off["resume"] = _("Another version of this program made it; its figures and new ones do not go together.")
    if choices < 2:
        only = _("There is only one alternative; Shift+Tab leads to the tabs.")
        off["next_alternative"] = off["previous_alternative"] = only
    if snapshot is None:
        off["export"] = _("It is not read yet.")
    return off

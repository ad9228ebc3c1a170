"""Where a study stands, in words: how far it is, which alternative is looked at, and what cannot be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from planner.tui.screens.compare.rows import short_titles, title_of
from planner.wording import _, ngettext
from planner.wording import comparison as words
from planner.wording.cells import width
from planner.wording.names import listed
from planner.wording.numbers import number, seconds

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot
    from planner.tui.studies import StudyStatus


def told(snapshot: Snapshot | None, status: StudyStatus | None, before: int = 0, passed: float = 0.0) -> str:
    """Where a study stands.

    `before` studies have their turn before it, where it waits; `passed` are the seconds for which it is looked at.
    """
    if status is None or not status.under_way:
        return _at_rest(snapshot, status)
    finished, total = status.finished, status.total
    if snapshot is not None:
        finished = max(finished, snapshot.finished)
    # Estimates of how many it takes come later than some of them.
    total = max(total, finished)
    left = status.seconds_left
    done = _("{done} of {total} simulated")
    if snapshot is not None and snapshot.study.request.precision and snapshot.ended is None:
        done = _("{done} of about {total} simulated")
        if total >= snapshot.total:  # the most that is allowed: nothing is judged yet
            done, left = _("{done} simulated, how many it takes is not known yet"), None
    done = done.format(done=number(finished, 0), total=number(total, 0))
    if status.state == "waiting":
        turn = ngettext("waits for {n} study before it", "waits for {n} studies before it", before).format(n=before)
        return _("In the queue: {turn}").format(turn=turn if before else _("its turn is next"))
    if status.state == "stopping":
        return _("Being stopped …; {done} are kept").format(done=done)
    begun = _("Runs in another program") if status.state == "elsewhere" else _("Simulating")
    if not finished:
        return _("{state} for {passed}: the first figures are on their way").format(state=begun, passed=seconds(passed))
    if left is None:
        return _("{state}: {done}").format(state=begun, done=done)
    return _("{state}: {done}, about {left} left").format(state=begun, done=done, left=seconds(left))


def _at_rest(snapshot: Snapshot | None, status: StudyStatus | None) -> str:
    if snapshot is None:
        return _("Reading …")
    each = _each(snapshot)
    if snapshot.complete:
        told = _done(snapshot, each)
        return told if snapshot.current else _("{told} Made by another version of this program.").format(told=told)
    done = _("{done} of {total} simulated").format(done=number(snapshot.finished, 0), total=number(snapshot.total, 0))
    if not snapshot.current:
        return _("Made by another version of this program: it can be seen, but not go on; {done}").format(done=done)
    if status is not None and status.state == "failed":
        return _("Interrupted by a fault: {done} are kept. {problem}").format(done=done, problem=status.problem)
    return _("Stopped: {done} are kept").format(done=done)


def _done(snapshot: Snapshot, each: str) -> str:
    ended = snapshot.ended
    if ended is not None and ended.by == "precision":
        return _("Done: {each}; as precise as asked for.").format(each=each)
    if ended is not None and ended.unmet:
        unmet = listed([words.figure(figure) for figure in dict.fromkeys(aim.figure for aim in ended.unmet)])
        return _("Done: {each}, the most that was allowed; not as precise as asked for: {unmet}.").format(
            each=each, unmet=unmet
        )
    return _("Done: {each}.").format(each=each)


def _each(snapshot: Snapshot) -> str:
    n = snapshot.asked
    return ngettext("{n} replication of each", "{n} replications of each", n).format(n=number(n, 0))


def which_line(snapshot: Snapshot, chosen: int, cells: int) -> Text:
    """The alternatives, the chosen one marked, each to be clicked; then the base."""
    if snapshot.question is None:
        return _choices([title_of(snapshot, one) for one in range(len(snapshot.titles))], chosen, cells)
    line = _choices(short_titles(snapshot)[1:], chosen, cells)
    beside = _("beside {base}").format(base=title_of(snapshot, 0))
    fits = line.cell_len + width(beside) + 2 <= cells
    # The head of the screen names the base too; what must not be lost is that it stands for a part of a place.
    if fits or snapshot.illustrative:
        line.append(("  " if fits else "\n") + beside, style="dim")
    return line


def _choices(titles: list[str], chosen: int, cells: int) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    if len(titles) == 1:
        return line.append(titles[0], style="bold")
    if sum(width(title) + 5 for title in titles) > cells:
        # One at a time, with arrows.
        line.append(" ◀ ", style=_clicked("previous_alternative"))
        told = _(" {n} of {m}: {title} ").format(n=chosen + 1, m=len(titles), title=titles[chosen])
        line.append(told, style="bold reverse")
        return line.append(" ▶ ", style=_clicked("next_alternative"))
    for place, title in enumerate(titles):
        style = Style(bold=True, reverse=place == chosen, meta={"@click": f"screen.choose({place})"})
        line.append(f" {place + 1} {title} ", style=style)
        line.append(" ")
    return line


def _clicked(action: str) -> Style:
    return Style(bold=True, meta={"@click": f"screen.perform('{action}')"})


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

"""The line that says where a study stands, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.wording import _, ngettext
from planner.wording import comparison as words
from planner.wording.names import listed
from planner.wording.numbers import number, seconds

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot
    from planner.tui.studies.status import StudyStatus


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

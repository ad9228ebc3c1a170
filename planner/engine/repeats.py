"""Repeat contacts: citizens who come again about a case, and the duplicates they leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from planner.engine.case import Case, Contact
from planner.engine.clock import LAST
from planner.engine.columns import Columns
from planner.engine.register import Register
from planner.engine.rows import Channel, Level, Step

WINDOW = int(Channel.WINDOW)
VILLAGE, FACT, REPEAT = int(Step.VILLAGE), int(Step.FACT), int(Step.REPEAT)
IN_TOWNSHIP = int(Level.TOWNSHIP)


class Repeats:
    """A case open at its due time, and a reversed one, each draw one repeat contact."""

    def __init__(self, register: Register, columns: Columns, due_of: Callable[[float, int], float]) -> None:
        """`due_of`: the deadline of a report, from its time and the working days allowed."""
        self.register = register
        self.clock = register.clock
        self._columns = columns
        self._due_of = due_of
        self._falling_due: dict[float, list[Case]] = {}

    def watch(self, case: Case) -> None:
        """Let the citizen come again if the case is open when it falls due."""
        due = self.register.recorder.due[case.row]
        watched = self._falling_due.get(due)
        if watched is not None:
            watched.append(case)
        elif 0.0 < due < self.clock.end:
            self._falling_due[due] = [case]
            # After whatever closes at that very time: a case closed at its due time is on time.
            self.clock.at(due, partial(self._fall_due, due), LAST)

    def _fall_due(self, due: float) -> None:
        for case in self._falling_due.pop(due):
            if self.register.cases[case.row] is case:
                self.contact(case, "open")

    def contact(self, case: Case, attempt: str) -> None:
        """A citizen comes again, and is received where the case was: at the window, in the grid or at intake."""
        plan = case.plan
        self.register.recorder.repeats[case.row] += 1
        contact = Contact(case, attempt)
        if case.channel == WINDOW:
            team = plan.handler
        elif case.latency is None and case.step == VILLAGE:
            team = plan.grid_team
        else:
            team = plan.intake_team
        contact.hours = plan.intake_hours * getattr(self._columns, f"{attempt}_intake")[case.draw]
        if team is None or contact.hours == 0.0:
            self._received(contact)
            return
        contact.step = REPEAT
        contact.then = self._received
        self.register.beside[contact] = None
        team.ask(contact)

    def _received(self, contact: Contact) -> None:
        """Unless the platform merges repeats, the contact leaves a duplicate: fact-finding once more."""
        self.register.beside.pop(contact, None)
        parent, plan = contact.case, contact.case.plan
        team = plan.handler
        if plan.merges_repeats or plan.fact_hours == 0.0 or team is None:
            return
        now = self.clock.now
        due = self._due_of(now, plan.case_type.deadline_days)
        row = self.register.recorder.duplicate(parent.row, now, due)
        self.register.cases.append(None)
        case = self.register.report(row, parent.draw, parent.channel, plan)
        case.step = FACT
        case.need = plan.fact_need
        case.hours = plan.fact_hours * getattr(self._columns, f"{contact.attempt}_fact")[case.draw]
        case.travel = plan.travel_of(team, plan.fact_travel)
        case.then = self._duplicate_found
        team.ask(case)

    def _duplicate_found(self, case: Case) -> None:
        self.register.close(case, IN_TOWNSHIP)

"""The decision step: where the power sits, how the county is called, partners, reversals."""

from __future__ import annotations

from planner.engine.case import Attendance, Case, Register, Repeats
from planner.engine.columns import Columns
from planner.engine.draws import repetitions
from planner.engine.plan import Plan
from planner.engine.recorder import step_code
from planner.engine.rows import Level, Mode, Step
from planner.engine.team import Job, Team
from planner.model.township import HELD

REMINDERS = 3
"""Times an unanswered request is repeated before a coordination meeting."""

DECISION, REDO, PARTNER = int(Step.DECISION), int(Step.REDO), int(Step.PARTNER)
IN_TOWNSHIP: dict[str, int] = {holding: int(Mode[holding.upper()]) for holding in HELD}
AGENCY, COUNTY = int(Mode.AGENCY), int(Mode.COUNTY)
BY_TOWNSHIP, BY_COUNTY = int(Level.TOWNSHIP), int(Level.COUNTY)
LEGAL_REVIEW_CODE, JOIN_CODE = step_code(Step.LEGAL_REVIEW), step_code(Step.JOIN)


class Decisions:
    """Takes cases from the end of fact-finding to closure."""

    def __init__(self, register: Register, repeats: Repeats, columns: Columns) -> None:
        self.register = register
        self.repeats = repeats
        self.clock = register.clock
        self.recorder = register.recorder
        self._columns = columns
        self._wait = register.latencies.wait
        # Bound once: a method bound anew for every job would live as long as the job.
        self._after_review = self._decide_in_township
        self._after_request = self._ask_department
        self._after_decision = self._decided
        self._after_redo = self._redone
        self._after_partner = self._attended

    def decide(self, case: Case) -> None:
        """The case needs a formal decision."""
        plan = case.plan
        if plan.mode in IN_TOWNSHIP:
            if plan.department is not None and (plan.decider is None or not plan.decider.feasible(plan.decision_need)):
                self._transfer(case)
            else:
                hours = plan.legal_review_hours
                self._wait(case, hours, LEGAL_REVIEW_CODE, self._after_review)
        elif plan.mode == "agency":
            case.mode = AGENCY
            self._call_partners(case)
            self._ask_department(case)
        elif not self._ask_pool(case):
            self._refer(case)

    def _ask_pool(self, case: Case) -> bool:
        """A joint pool takes the decision before the department is called, where it can form a crew."""
        plan = case.plan
        if plan.pool is None or not plan.pool.feasible(plan.decision_need):
            return False
        case.mode = COUNTY
        self._call_partners(case)
        self._ask(case, plan.pool, DECISION)
        return True

    def _decide_in_township(self, case: Case) -> None:
        plan = case.plan
        if plan.decider is None:
            # By statute the township decides, but no team handles it: nothing to do but to close.
            self._complete(case)
            return
        if plan.mode not in IN_TOWNSHIP:
            # The power went back to the county during the legal review.
            self.decide(case)
            return
        case.mode = IN_TOWNSHIP[plan.mode]
        self._call_partners(case)
        self._ask(case, plan.decider, DECISION)

    def _refer(self, case: Case) -> None:
        """The county holds the power: call the department and the partners."""
        case.mode = COUNTY
        self._call_partners(case)
        plan, draw = case.plan, case.draw
        hours = latency_hours(plan, self._columns.answer[draw], self._columns.act_first[draw])
        self._wait(case, hours, plan.request_code, self._after_request)

    def _ask_department(self, case: Case) -> None:
        plan = case.plan
        assert plan.department is not None
        if plan.whistles and case.mode == COUNTY:
            case.rank = min(case.rank, plan.whistled_rank)
        self._ask(case, plan.department, DECISION)

    def _ask(self, case: Case, team: Team, step: int) -> None:
        plan = case.plan
        column = self._columns.redo if step == REDO else self._columns.decision
        case.step = step
        case.need = plan.decision_need
        case.hours = plan.decision_hours * column[case.draw]
        case.travel = plan.travel_of(team, plan.decision_travel)
        case.then = self._after_decision if step == DECISION else self._after_redo
        team.ask(case)

    def refuse(self, job: Job, waited: bool) -> bool:
        """A crew cannot be formed: the department that shares the power takes the decision over, once.

        True when it does; otherwise the job waits. Either way the power is held but not usable (接不住).
        """
        self.recorder.unusable[job.row] = 1
        if not isinstance(job, Case) or job.step != DECISION or job.plan.department is None:
            return False
        at_pool = waited and job.team is job.plan.pool
        if not at_pool and (job.transferred or job.mode not in IN_TOWNSHIP.values()):
            return False
        if waited:
            now = self.clock.now
            code = step_code(job.step, job.team.index, job.need[0], job.emergency)
            self.recorder.write(job.row, code, job.asked, now, now, 0.0)
        if at_pool:
            self._refer(job)
        else:
            self._transfer(job)
        return True

    def successor(self, case: Case) -> Team | None:
        """Who decides, or redoes, in place of a team that is dissolved."""
        plan = case.plan
        if case.step == REDO:
            return plan.department or plan.decider
        if case.mode in (AGENCY, COUNTY):
            return plan.department
        case.mode = IN_TOWNSHIP.get(plan.mode, COUNTY)
        return plan.decider

    def _transfer(self, case: Case) -> None:
        case.transferred = True
        self.recorder.unusable[case.row] = 1
        if not self._ask_pool(case):
            self._refer(case)

    # Partners

    def _call_partners(self, case: Case) -> None:
        """Partners are called when the decision is asked for, and attend in parallel with it."""
        if case.partners is not None:
            return
        plan, draw = case.plan, case.draw
        case.partners = []
        called: list[tuple[Attendance, str]] = []
        for name, team, outside, hours in plan.partners:
            if hours == 0.0:
                continue
            job = Attendance(case, name)
            job.step = PARTNER
            job.hours = hours * self._columns.partner(name)[draw]
            job.travel = plan.travel_of(team, plan.decision_travel)
            job.then = self._after_partner
            job.team = team
            case.partners.append(job)
            self.register.beside[job] = None
            called.append((job, name if outside else ""))
        # Only when all are on the case: one without latency could be done before the next was called.
        for job, name in called:
            if not name:
                job.team.ask(job)
                continue
            answer, act_first = self._columns.partner_answer(name)[draw], self._columns.act_first[draw]
            latency = latency_hours(plan, answer, act_first, plan.linkage.partner_preparation)
            step = Step.PARTNER_WHISTLE if plan.whistles else Step.PARTNER_REFERRAL
            if plan.whistles:
                job.rank = plan.whistled_rank
            self._wait(job, latency, step_code(step, job.team.index), self._attend)

    @staticmethod
    def _attend(job: Attendance) -> None:
        job.team.ask(job)

    def _attended(self, job: Attendance) -> None:
        case = job.case
        del self.register.beside[job]
        assert case.partners is not None
        case.partners.remove(job)
        if case.joined_from is not None and not case.partners:
            since, case.joined_from = case.joined_from, None
            self.recorder.write(case.row, JOIN_CODE, since, since, self.clock.now, 0.0)
            self._complete(case)

    # Completion

    def _decided(self, case: Case) -> None:
        """The responsible team is done; the decision is complete when the last partner is."""
        if case.partners:
            case.joined_from = self.clock.now
        else:
            self._complete(case)

    def _complete(self, case: Case) -> None:
        """A completed decision may be reversed, once, and is then redone by the department."""
        plan = case.plan
        self.recorder.mode[case.row] = case.mode
        plan.decided[case.mode] += 1
        rate = plan.reversal[case.mode]
        if rate and self._columns.reversal[case.draw] < rate:
            self.recorder.reversed[case.row] = 1
            plan.overturned[case.mode] += 1
            team = plan.department or plan.decider
            if team is not None:
                self._ask(case, team, REDO)
                if plan.repeat_reversed and self._columns.repeat_reversed[case.draw] < plan.repeat_reversed:
                    self.repeats.contact(case, "reversed")
                return
        self._close(case, redone=False)

    def _redone(self, case: Case) -> None:
        self._close(case, redone=True)

    def _close(self, case: Case, *, redone: bool) -> None:
        by_county = case.mode in (AGENCY, COUNTY) or (redone and case.plan.department is not None)
        self.register.close(case, BY_COUNTY if by_county else BY_TOWNSHIP)


def latency_hours(plan: Plan, answer: float, act_first: float, preparation: float = 1.0) -> float:
    """Hours from a request until the department's job is on its list: reminders, sign-in or letter, preparation.

    `answer` and `act_first` are the uniforms drawn for it; `preparation` multiplies the preparation hours.
    """
    rules = plan.linkage
    unanswered = repetitions(answer, plan.unanswered, REMINDERS + 1)
    hours = unanswered * rules.reminder_days * plan.hours_per_day + plan.prepared_hours * preparation
    if unanswered > REMINDERS:
        return hours + rules.coordination_days * plan.hours_per_day
    if plan.whistles and act_first < rules.act_first_share:
        return hours
    return hours + plan.sign_in_hours

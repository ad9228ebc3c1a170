"""The life of a case up to the decision: report, intake, finding the owner, village, fact-finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice

from planner.engine.case import Attendance, Case, Contact, Register, Repeats
from planner.engine.clock import Clock
from planner.engine.columns import Columns, one_by_one
from planner.engine.decision import Decisions
from planner.engine.draws import repetitions
from planner.engine.plan import Plan
from planner.engine.recorder import Recorder, step_code
from planner.engine.rows import Channel, Level, Step
from planner.engine.team import Job, Team

WINDOW, PATROL, ABOVE = int(Channel.WINDOW), int(Channel.PATROL), int(Channel.ABOVE)
INTAKE, VILLAGE, FACT, REPEAT = int(Step.INTAKE), int(Step.VILLAGE), int(Step.FACT), int(Step.REPEAT)
IN_VILLAGE, IN_TOWNSHIP = int(Level.VILLAGE), int(Level.TOWNSHIP)
DISPATCH_CODE = step_code(Step.DISPATCH)
RETURN_CODE = step_code(Step.RETURN)
COORDINATION_CODE = step_code(Step.OWNER_COORDINATION)
REPORTS_PER_PACK = 64
"""Reports between two packings of the recorder."""


class Casework:
    """Moves cases from step to step."""

    def __init__(
        self,
        clock: Clock,
        recorder: Recorder,
        columns: Columns,
        plans: Mapping[tuple[str, str], Plan],
        opening_steps: Mapping[tuple[str, str], str],
        due_of: Callable[[float, int], float],
    ) -> None:
        """`opening_steps`: by unit and type, the step at which its opening backlog enters; `due_of`: deadline of a
        report.
        """
        self.clock = clock
        self.recorder = recorder
        self.register = Register(clock, recorder)
        self._wait = self.register.latencies.wait
        self.repeats = Repeats(self.register, columns, due_of)
        self.decisions = Decisions(self.register, self.repeats, columns)
        self._columns = columns
        self._plans = [plans[group.part, group.type_id] for group in columns.groups]
        self._opening_steps = opening_steps
        # Bound once: a method bound anew for every job would live as long as the job.
        self._after_intake = self._dispatch
        self._after_dispatch = self._find_dispatched
        self._after_returns = self._handle
        self._after_village = self._tried_in_village
        self._after_agent = self._settled_by_agent
        self._after_fact = self._found

    # Report

    def start(self) -> None:
        """Take up the opening backlog."""
        columns = self._columns
        for row in range(self.recorder.backlog):
            plan, channel = self._plans[columns.group_of[row]], int(self.recorder.channel_of[row])
            case = self.register.report(row, row, channel, plan)
            if plan.repeat_open and channel != ABOVE and columns.repeat_open[row] < plan.repeat_open:
                self.repeats.watch(case)
            self._take_up(case)

    def let_in(self) -> None:
        """Let in case by case as they are reported, and everything else happen until the last of them."""
        clock, recorder, columns, report = self.clock, self.recorder, self._columns, self.register.report
        find_owner, intake, watch = self._find_owner, self.intake, self.repeats.watch
        let_happen = clock.env.let_happen
        first, drawn = recorder.backlog, recorder.drawn
        plans = map(self._plans.__getitem__, columns.group_of[first:])
        channels = one_by_one(recorder.channel_of)[first:]
        # Duplicates lengthen the column of times while the run goes on.
        times = islice(recorder.reported, first, drawn)
        draws = zip(range(first, drawn), plans, channels, times, strict=True)
        for _ in range(first, drawn, REPORTS_PER_PACK):
            recorder.pack()
            for row, plan, channel, reported in islice(draws, REPORTS_PER_PACK):
                let_happen(reported)
                clock.now = reported
                case = report(row, row, channel, plan)
                if plan.repeat_open and channel != ABOVE and columns.repeat_open[row] < plan.repeat_open:
                    watch(case)
                if channel == WINDOW:
                    if plan.agent_team is not None and columns.agent[row] < plan.agent_share:
                        self._at_agent(case)
                    else:
                        find_owner(case, 0.0)
                elif channel == PATROL and plan.grid_team is not None:
                    self._village(case)
                elif channel == ABOVE:
                    self.fact(case)
                else:
                    intake(case)

    def _take_up(self, case: Case) -> None:
        """A case of the opening backlog goes on at its step."""
        entries = {"intake": self.intake, "fact": self.fact, "decision": self.decisions.decide}
        entries[self._opening_steps.get((case.plan.part, case.plan.type_id), "fact")](case)

    # Intake and the owner

    def intake(self, case: Case) -> None:
        """Registered and triaged by the township's intake team."""
        case.passed_intake = True
        plan = case.plan
        team = plan.intake_team
        if team is None:
            self._dispatch(case)
            return
        case.step = INTAKE
        case.hours = plan.intake_hours * self._columns.intake[case.draw]
        case.then = self._after_intake
        team.ask(case)

    def _dispatch(self, case: Case) -> None:
        plan = case.plan
        if plan.straight:
            self.fact(case)
        elif plan.dispatch_hours:
            self._wait(case, plan.dispatch_hours, DISPATCH_CODE, self._after_dispatch)
        else:
            self._find_owner(case, plan.misdispatched)

    def _find_dispatched(self, case: Case) -> None:
        self._find_owner(case, case.plan.misdispatched)

    def _find_owner(self, case: Case, misdispatched: float) -> None:
        """A unit that is not the owner returns the case; after the last return a meeting settles whose it is."""
        plan, columns, draw = case.plan, self._columns, case.draw
        astray = (plan.unclear and columns.unclear[draw] < plan.unclear) or (
            misdispatched and columns.misdispatch[draw] < misdispatched
        )
        if not astray or plan.emergency:
            if plan.grid_team is None:
                self.fact(case)
            else:
                self._handle(case)
            return
        rules = plan.linkage
        most = rules.max_bounces
        bounces = min(1 + repetitions(columns.returns[draw], rules.return_again, most), most)
        self.recorder.bounces[case.row] = bounces
        settled = self._coordinate if bounces == most else self._after_returns
        self._wait(case, bounces * rules.return_days * plan.hours_per_day, RETURN_CODE, settled)

    def _coordinate(self, case: Case) -> None:
        hours = case.plan.linkage.coordination_days * case.plan.hours_per_day
        self._wait(case, hours, COORDINATION_CODE, self._after_returns)

    # Village

    def _handle(self, case: Case) -> None:
        """The owner is known: what grid workers may settle, and have not tried yet, is tried in the village."""
        if case.plan.grid_team is not None and case.channel != WINDOW and case.channel != PATROL:
            self._village(case)
        else:
            self.fact(case)

    def _village(self, case: Case) -> None:
        plan = case.plan
        assert plan.grid_team is not None
        case.step = VILLAGE
        case.hours = plan.village_hours * self._columns.village[case.draw]
        case.then = self._after_village
        plan.grid_team.ask(case)

    def _tried_in_village(self, case: Case) -> None:
        if self._columns.settles[case.draw] < case.plan.settles:
            self.register.close(case, IN_VILLAGE)
        else:
            self._go_up(case)

    def _go_up(self, case: Case) -> None:
        """What the village does not settle goes up, through intake once."""
        if case.channel == WINDOW:
            self._find_owner(case, 0.0)
        elif case.passed_intake:
            self.fact(case)
        else:
            self.intake(case)

    def _at_agent(self, case: Case) -> None:
        """A village agent settles a hall matter, with the work that the hall would have had."""
        plan = case.plan
        assert plan.agent_team is not None
        case.step = VILLAGE
        case.hours = plan.fact_hours * self._columns.fact[case.draw]
        case.then = self._after_agent
        plan.agent_team.ask(case)

    def _settled_by_agent(self, case: Case) -> None:
        self.register.close(case, IN_VILLAGE)

    # Fact-finding

    def fact(self, case: Case) -> None:
        """The township's team finds the facts; what needs no formal decision ends there."""
        plan = case.plan
        team = plan.fact_team
        if team is None:
            if not plan.upper_teams:
                self._found(case)
                return
            team = self._team_from_above(case)
        case.step = FACT
        case.need = plan.fact_need
        case.hours = plan.fact_hours * self._columns.fact[case.draw]
        if plan.fact_travel:
            case.travel = plan.travel_of(team, plan.fact_travel)
        case.then = self._after_fact
        team.ask(case)

    def _found(self, case: Case) -> None:
        plan = case.plan
        formal = plan.formal
        if formal and self._columns.formal[case.draw] < formal:
            self.decisions.decide(case)
        else:
            self.register.close(case, IN_TOWNSHIP)

    def _team_from_above(self, case: Case) -> Team:
        """Work from above goes to one office team, in proportion to staff, by the case's own draw; or was returned."""
        plan, columns, draw = case.plan, self._columns, case.draw
        if plan.returned_share and columns.returned[draw] < plan.returned_share and plan.department is not None:
            return plan.department
        place = columns.upper_team[draw] * sum(team.roll.total for team in plan.upper_teams)
        for team in plan.upper_teams:
            place -= team.roll.total
            if place < 0.0:
                return team
        # Nobody is there: it waits.
        return plan.upper_teams[0]

    # Teams that are dissolved

    def ask_again(self, job: Job) -> None:
        """The team that had a waiting job is dissolved: whoever does this work now takes over what is left to do.

        Where nobody does, the case goes on without.
        """
        now = self.clock.now
        code = step_code(job.step, job.team.index, job.need[0], job.emergency)
        self.recorder.write(job.row, code, job.asked, now, now, 0.0)
        team = self._successor(job)
        if team is not None:
            team.ask(job)
        elif isinstance(job, Case) and job.step == VILLAGE:
            self._go_up(job)
        else:
            job.then(job)

    def _successor(self, job: Job) -> Team | None:
        if isinstance(job, Attendance):
            return next((team for name, team, _, _ in job.case.plan.partners if name == job.department), None)
        if isinstance(job, Contact):
            plan = job.case.plan
            return plan.handler if job.case.channel == WINDOW else plan.intake_team
        assert isinstance(job, Case)
        plan = job.plan
        if job.step == INTAKE:
            return plan.intake_team
        if job.step == VILLAGE:
            return plan.agent_team if job.channel == WINDOW else plan.grid_team
        if job.step == FACT:
            return self._team_from_above(job) if plan.upper_teams else plan.handler
        return self.decisions.successor(job)

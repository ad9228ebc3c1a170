"""The team's list scanned job by job, literally as the design says it, against the engine's merge of lists by need."""

from __future__ import annotations

from attrs import define
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.model.calendar import CalendarSettings
from planner.model.team import Staff, Team
from tests.engine.builder import county, fixed, kind, matter, play

NEEDS = ((1, 0), (2, 0), (3, 0), (1, 1), (2, 1), (2, 2), (3, 1), (3, 2))
URGENCIES = ("routine", "urgent")


@define(eq=False)
class Task:
    """One job: when it is asked for, its crew, how long it takes, and when it began."""

    number: int
    asked: float
    crew: int
    certified: int
    urgent: bool
    hours: float
    started: float | None = None
    took: tuple[int, int] = (0, 0)


def scanned(tasks: list[Task], plain: int, certified: int) -> None:
    """Start the tasks of a team of so many officers, by a scan of the whole list after each arrival and each end."""
    staff = (plain, certified)
    moments = sorted(task.asked for task in tasks)
    running: list[Task] = []
    while moments:
        now = moments.pop(0)
        running = [task for task in running if task.started + task.hours > now]  # type: ignore[operator]
        while True:
            free_plain = plain - sum(task.took[0] for task in running)
            free_certified = certified - sum(task.took[1] for task in running)
            waiting = [task for task in tasks if task.asked <= now and task.started is None]
            begun = first_that_can_start(waiting, free_plain, free_certified, staff)
            if begun is None:
                break
            begun.started = now
            running.append(begun)
            moments = sorted([*moments, now + begun.hours])


def first_that_can_start(waiting: list[Task], plain: int, certified: int, staff: tuple[int, int]) -> Task | None:
    """The first job on the list that can start, with the officers that those ahead of it do not reserve."""
    usable_jobs = [task for task in waiting if task.crew <= sum(staff) and task.certified <= staff[1]]
    usable_jobs.sort(key=lambda task: (not task.urgent, task.asked))
    certified_job_waits = any(task.certified for task in usable_jobs)
    for task in usable_jobs:
        open_to_it = certified if task.certified or not certified_job_waits else 0
        from_plain = min(plain, task.crew - task.certified)
        from_certified = min(open_to_it, task.crew - from_plain)
        if from_plain + from_certified == task.crew:
            task.took = (from_plain, from_certified)
            return task
        plain, certified = plain - from_plain, certified - from_certified
    return None


Stream = list[tuple[float, int, int, float]]
"""Hours since the job before, place of its need, of its urgency, and hours of work."""


@settings(max_examples=100)
@given(
    st.integers(0, 3),
    st.integers(0, 3),
    st.lists(
        st.tuples(
            st.sampled_from((0.01, 0.3, 1.0, 2.0)),
            st.integers(0, len(NEEDS) - 1),
            st.integers(0, 1),
            st.sampled_from((0.5, 1.5, 4.0)),
        ),
        max_size=25,
    ),
)
@example(1, 2, [(0.3, 4, 0, 4.0), (0.3, 4, 0, 4.0), (0.3, 0, 0, 0.5)])
def test_the_engine_starts_what_a_scan_of_the_whole_list_starts(plain: int, certified: int, stream: Stream) -> None:
    tasks: list[Task] = []
    time = 0.0
    for number, (gap, need, urgent, hours) in enumerate(stream):
        # A little more each time, so that no two things happen at once.
        time += gap + 1e-3 * number / 64
        tasks.append(Task(number, time, *NEEDS[need], urgent=bool(urgent), hours=hours * (1.0 + 1e-4 * number)))
    types = {
        f"{crew}-{certificates}-{urgency}": kind(
            fixed(1.0, crew=crew, certified=certificates), urgency=urgency, deadline_days=1
        )
        for crew, certificates in NEEDS
        for urgency in URGENCIES
    }
    team = Team(staff=Staff(civil=plain + certified), certified=certified, handles=("*",))
    scenario = county(types, team, departments={}, calendar=CalendarSettings(kind="around-the-clock"), days=60)
    run = play(
        scenario,
        *(
            matter(
                str(task.number), task.asked, f"{task.crew}-{task.certified}-{URGENCIES[task.urgent]}", fact=task.hours
            )
            for task in tasks
        ),
    )
    scanned(tasks, plain, certified)
    steps = run.rows.steps
    begun = {int(run.rows.cases.draw[case]): start for case, start in zip(steps.case, steps.started, strict=True)}
    for task in tasks:
        start = begun[task.number]
        if task.started is None:
            assert start != start, task
        else:
            assert abs(start - task.started) < 1e-6, task

"""What `planner compare` does with its options: read, run, judge, show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from planner.cli.collecting import Problems
from planner.cli.delivery import check_out, deliver, in_text, is_json, is_table
from planner.cli.stopping import STOPPED
from planner.cli.study import check_name, check_tables, day_of
from planner.cli.workplace import check_workplace
from planner.errors import Problem, RequestError

if TYPE_CHECKING:
    from rich.console import Console

    from planner.cli.keeping import Kept
    from planner.experiments.amounts import Amount
    from planner.experiments.comparison import Comparison
    from planner.experiments.goal import Goal
    from planner.experiments.headlines import Name
    from planner.experiments.question import Question
    from planner.experiments.stress import StressTest
    from planner.model.scenario import Scenario
    from planner.store import Request as Wanted

DEFAULT_REPLICATIONS = 10


@frozen(kw_only=True)
class Request:
    """The command line as written."""

    base: Path
    others: tuple[Path, ...]
    with_measures: tuple[str, ...]
    replications: int | None
    precision: tuple[str, ...]
    most: int
    matters: tuple[str, ...]
    families: tuple[str, ...]
    stress: str | None
    stress_groups: tuple[str, ...]
    seed: int
    jobs: int | None
    cluster: str | None
    store: Path | None
    as_json: bool
    out: Path | None
    trace: Path | None = None
    by: tuple[str, ...] = ()
    since: str | None = None
    name: str | None = None
    """What the study is called from now on; None leaves it as it is."""


@frozen(kw_only=True)
class Wishes:
    """The options that state sizes, read."""

    matters: dict[Name, Amount]
    goal: Goal | None
    stress: float | None
    since: date | None = None


def carry_out(request: Request, progress: str) -> int:
    """Compare and deliver; the exit code of the command.

    Raises PlannerError for anything asked for that cannot be done, with all problems of the options at once.
    """
    from planner.cli.file_notes import FileNotes
    from planner.experiments.alternatives import read_alternatives

    notes = FileNotes()
    problems = Problems()
    wishes: Wishes | None = None
    scenarios: list[Scenario] = []
    with problems.gathered():
        wishes = wishes_of(request)
    with problems.gathered():
        check_name(request.name)
    with problems.gathered():
        check_workplace(request.jobs, request.cluster)
    with problems.gathered():
        check_out(request.out, tables=True)
    with problems.gathered():
        check_tables([("--trace", request.trace)])
    with problems.gathered():
        measures = [named for one in request.with_measures if (named := _pieces([one]))]
        scenarios = read_alternatives(request.base, request.others, measures, on_reading=notes.take)
    problems.check()
    notes.say()
    assert wishes is not None
    return carry_on(scenarios, wishes, request, progress)


def carry_on(scenarios: Sequence[Scenario], wishes: Wishes, request: Request, progress: str) -> int:
    """Run what the store does not have yet of a comparison of these scenarios, and deliver; the exit code."""
    from planner.cli.compare_progress import reporter
    from planner.cli.keeping import kept
    from planner.cli.workplace import workplace
    from planner.experiments.comparison import answer
    from planner.experiments.goal import PrecisionRule
    from planner.experiments.stress import stress, variants

    asked = question_of(scenarios, wishes, request.families)
    rule = None if wishes.goal is None else PrecisionRule(asked, wishes.goal)
    groups = _pieces(request.stress_groups)
    planned = [] if wishes.stress is None else variants(asked, wishes.stress, groups)
    trace = None
    if request.trace is not None:
        from planner.cli.trace import check_trace, read_trace

        trace = read_trace(request.trace)
        check_trace(trace, scenarios)
    wanted = wanted_of(asked, wishes, request, "" if trace is None else trace.fingerprint)
    tested: StressTest | None = None
    with kept(request.store, scenarios, wanted, trace=request.trace, name=request.name) as study:
        answered = study.complete and not planned
        if answered and progress == "auto":
            study.say_it_was_there()
        cluster = None if answered else request.cluster
        with (
            workplace(request.jobs, cluster, lasting=True) as executor,
            reporter(progress, asked, wanted.replications, rule, len(planned), study) as report,
        ):
            comparison = answer(
                asked,
                replications=wanted.replications,
                goal=wishes.goal,
                rule=rule,
                seed=request.seed,
                jobs=request.jobs,
                trace=trace,
                by=request.by,
                on_replication=study.then(report.finished),
                executor=executor,
                finished=study.finished,
            )
            if comparison.ended is not None:
                study.study.ends_after(comparison.ended.replications)
            if wishes.stress is not None and not comparison.interrupted:
                report.stress_begins(comparison.replications)
                tested = stress(
                    comparison,
                    wishes.stress,
                    groups=groups,
                    jobs=request.jobs,
                    trace=trace,
                    on_variant=report.variant_begins,
                    on_replication=report.finished,
                    executor=executor,
                )
            interrupted = comparison.interrupted or bool(tested is not None and tested.unfinished)
            report.ended(interrupted=interrupted)
        deliver_comparison(comparison, tested, study, as_json=request.as_json, out=request.out)
        if interrupted:
            study.say_how_to_go_on(request.jobs, request.cluster, request.trace)
    return STOPPED if interrupted else 0


def question_of(scenarios: Sequence[Scenario], wishes: Wishes, families: Collection[str]) -> Question:
    """The question that a base and its alternatives are asked."""
    from planner.experiments.question import question

    return question(
        scenarios[0],
        scenarios[1:],
        families=families,
        matters=wishes.matters,
        show=() if wishes.goal is None else wishes.goal.amounts,
        since=wishes.since,
    )


def wanted_of(asked: Question, wishes: Wishes, request: Request, trace: str = "") -> Wanted:
    """The study that is asked of the store; `trace` is the fingerprint of a recorded table."""
    from planner.experiments import shared_cut_off
    from planner.experiments.question import GROUPINGS
    from planner.store import Request as Wanted

    return Wanted(
        seed=request.seed,
        cut_off_hours=shared_cut_off(asked.scenarios),
        replications=wishes.goal.most if wishes.goal else request.replications or DEFAULT_REPLICATIONS,
        families=asked.families,
        by=GROUPINGS,
        trace=trace,
        since="" if asked.since is None else asked.since.isoformat(),
        precision=request.precision,
        verb="compare",
        options={
            "most": request.most,
            "matters": list(request.matters),
            "stress": request.stress,
            "stress_groups": list(request.stress_groups),
            "by": list(request.by),
            "since": request.since,
            "trace_file": None if request.trace is None else str(request.trace),
        },
    )


def wishes_of(request: Request) -> Wishes:
    """Read the sizes. Raises RequestError with every problem."""
    from planner.experiments.amounts import amount

    problems: list[Problem] = []
    matters, _nothing = _sizes(request.matters, "--matters", problems, plain=False)
    goal: Goal | None = None
    try:
        goal = goal_of(request.precision, request.most, request.replications)
    except RequestError as error:
        problems.extend(error.problems)
    share = None
    if request.stress is not None:
        try:
            share = amount(request.stress, option="--stress").value / 100.0
        except RequestError as error:
            problems.extend(error.problems)
    elif request.stress_groups:
        problems.append(Problem(kind="needs-key", path="--stress-group", facts={"key": "--stress"}))
    since: date | None = None
    try:
        since = day_of(request.since)
    except RequestError as error:
        problems.extend(error.problems)
    if problems:
        raise RequestError(problems)
    return Wishes(matters=matters, goal=goal, stress=share, since=since)


def goal_of(precision: Sequence[str], most: int, replications: int | None) -> Goal | None:
    """The goal that `--precision` states; None without one. Raises RequestError with every problem."""
    from planner.experiments.goal import Goal

    if not precision:
        return None
    problems: list[Problem] = []
    aims, everywhere = _sizes(precision, "--precision", problems, plain=True)
    if replications is not None:
        problems.append(Problem(kind="not-together", path="--replications", facts={"other": "--precision"}))
    if problems:
        raise RequestError(problems)
    return Goal(most=most, everywhere=everywhere, amounts=aims)


def _sizes(
    texts: Iterable[str], option: str, problems: list[Problem], *, plain: bool
) -> tuple[dict[Name, Amount], Amount | None]:
    """Sizes by indicator, and a `plain` one that goes for all."""
    from planner.experiments.amounts import amount
    from planner.experiments.headlines import named

    found: dict[Name, Amount] = {}
    everywhere: Amount | None = None
    for text in _pieces(texts):
        name, equals, size = text.partition("=")
        try:
            if not equals and plain:
                everywhere = amount(text, option=option)
            elif not equals:
                facts = {"got": text, "example": f"{text}=1d"}
                raise RequestError(Problem(kind="not-an-amount", path=option, facts=facts))
            else:
                wanted = named(name.strip(), option)
                found[wanted] = amount(size, wanted.indicator, option)
        except RequestError as error:
            problems.extend(error.problems)
    return found, everywhere


def _pieces(texts: Iterable[str]) -> list[str]:
    """What several options with lists name together; a Chinese input method writes its own commas."""
    parts = (part.strip() for text in texts for part in text.replace("，", ",").replace("、", ",").split(","))
    return list(dict.fromkeys(part for part in parts if part))


def deliver_comparison(
    comparison: Comparison, stress: StressTest | None, study: Kept, *, as_json: bool, out: Path | None
) -> None:
    """Print or write a comparison."""
    if is_table(out):
        from planner.cli.answer_sheets import of_stress
        from planner.cli.results_export import write_study

        runs = (comparison.base, *(one.run for one in comparison.alternatives))
        more = [] if stress is None else of_stress(comparison, stress)
        write_study(study.study, comparison.question.scenarios, runs, out, "findings", more)
        if not as_json:
            return
        out = None
    if is_json(as_json, out):
        from planner.cli.compare_json import as_line

        deliver(as_line(comparison, stress, study.study) + "\n", out, as_json=True)
        return
    from planner.cli.compare_text import show
    from planner.cli.layout import say
    from planner.cli.results_study import say_played

    def write_all(console: Console) -> None:
        show(console, comparison, stress)
        say_played(console, study.study.request)
        say(console, study.told(), style="dim")

    deliver(in_text(write_all, out), out)
